internal import CivilTime
public import Logging
internal import Metrics
public import ServicePorts
internal import Synchronization
internal import TodoDomain

/// Where realtime replicas tell each other how many connections each user has: in the state store a record of each
/// replica, a sign that the replica lives, and a list of the replicas.
///
/// The sign goes out unless its replica renews it, so that whoever is gone without a goodbye stops counting. It says
/// which record counts, so that others read the record only when it changed: what a quiet beat costs goes by the number
/// of replicas, and not by that of users.
public actor PresenceBoard {
    /// What can be set.
    public struct Settings: Sendable {
        /// Time between two looks at what the others have, and two changes of the own record.
        public var beat: Duration
        /// How long a replica's sign of life stays that nobody renews.
        public var timeToLive: Duration
        /// Beats after which the sign is renewed.
        public var beatsToRenewal: Int
        /// How long a record stays, whose replica may be dead.
        public var recordTimeToLive: Duration
        /// Beats after which a record is written again that is as it was.
        public var beatsToRewriting: Int

        /// Settings with those values.
        public init(
            beat: Duration = .seconds(2), timeToLive: Duration = .seconds(20), beatsToRenewal: Int = 3,
            recordTimeToLive: Duration = .seconds(3_600), beatsToRewriting: Int = 900
        ) {
            self.beat = beat
            self.timeToLive = timeToLive
            self.beatsToRenewal = beatsToRenewal
            self.recordTimeToLive = recordTimeToLive
            self.beatsToRewriting = beatsToRewriting
        }
    }

    /// What another replica has, and the sign of life that named it.
    private struct Record {
        let sign: [UInt8]
        let counts: [UserID: Int]
    }

    private nonisolated let lane: any SerialExecutor
    private let replica: String
    private let store: any StateStore
    private let clock: any WallClock
    private let settings: Settings
    private let logger: Logger
    private nonisolated let isEnding = Mutex(false)
    private nonisolated let ending = Signal()
    private static let failures = Counter(label: "todo_presence_beats_failed_total")

    private var others: [String: Record] = [:]
    private var elsewhere: [UserID: Int] = [:]
    /// Tells the records of this process from those of one before it of the same name.
    private let life: Int64
    private var written: Int?
    private var beatsSinceRecord = 0
    private var beatsSinceSign = 0
    private var isFailing = false

    /// The lane's executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    /// The board of a replica, whose name must differ from every other's.
    public init(
        lane: any SerialExecutor, replica: String, store: any StateStore, clock: any WallClock,
        settings: Settings = .init(), logger: Logger = Logger(label: "presence")
    ) {
        self.lane = lane
        self.replica = replica
        self.store = store
        self.clock = clock
        self.settings = settings
        self.logger = logger
        life = clock.now().millisecondsSinceEpoch
    }

    /// Shares what the service has and tells it what others have, until `end()` or cancelled.
    public func run(beside service: RealtimeService) async {
        while !isEnding.withLock({ $0 }), !Task.isCancelled {
            await beat(service)
            await ending.wait(atMost: settings.beat, on: clock)
        }
        // Nobody needs to wait for the sign to go out; where the store does not answer, it does.
        try? await store.apply(.delete(PresenceBoard.signKey(of: replica)))
        try? await store.apply(.delete(PresenceBoard.recordKey(of: replica)))
    }

    /// Ends `run`, which takes this replica's record away.
    public nonisolated func end() {
        isEnding.withLock { $0 = true }
        ending.raise()
    }

    /// Writes what changed here, and reads what changed elsewhere.
    func beat(_ service: RealtimeService) async {
        let signs = others.mapValues(\.sign)
        do {
            let mustRewrite = beatsSinceRecord >= settings.beatsToRewriting
            try await write(await service.ownPresence(otherThan: mustRewrite ? nil : written))
            try await read()
            isFailing = false
        } catch {
            PresenceBoard.failures.increment()
            if !isFailing {
                logger.warning(
                    "the state store does not answer; connections at other replicas are as last known",
                    metadata: ["error": "\(error)"])
            }
            isFailing = true
        }
        guard others.mapValues(\.sign) != signs else { return }
        let known = elsewhere
        elsewhere = others.values.reduce(into: [:]) { $0.merge($1.counts) { $0 + $1 } }
        let changed = Set(known.keys).union(elsewhere.keys).filter { known[$0] != elsewhere[$0] }
        if !changed.isEmpty { await service.take(elsewhere: elsewhere, changed: changed) }
    }

    /// The record before the sign that names it.
    private func write(_ own: (counts: [UserID: Int], generation: Int)?) async throws {
        beatsSinceRecord += 1
        beatsSinceSign += 1
        if let own {
            let bytes = try PresenceBoard.bytes(of: own.counts)
            try await store.apply(
                .set(PresenceBoard.recordKey(of: replica), bytes, timeToLive: settings.recordTimeToLive))
            written = own.generation
            beatsSinceRecord = 0
        }
        guard own != nil || beatsSinceSign > settings.beatsToRenewal else { return }
        let sign = Array("\(life) \(written ?? 0)".utf8)
        // Whoever fails here tries again with the next beat.
        beatsSinceSign = settings.beatsToRenewal
        try await store.apply(.set(PresenceBoard.signKey(of: replica), sign, timeToLive: settings.timeToLive))
        beatsSinceSign = 0
    }

    private func read() async throws {
        let entry = try await store.get(PresenceBoard.listKey)
        let listed = entry.flatMap { try? JSONCodec.decode([String].self, from: $0.value) } ?? []
        var gone: Set<String> = []
        for name in listed where name != replica {
            guard let sign = try await store.get(PresenceBoard.signKey(of: name))?.value else {
                gone.insert(name)
                continue
            }
            guard others[name]?.sign != sign else { continue }
            others[name] = try await store.get(PresenceBoard.recordKey(of: name)).map {
                PresenceBoard.record($0, under: sign)
            }
        }
        others = others.filter { listed.contains($0.key) && !gone.contains($0.key) }
        let right = Set(listed).subtracting(gone).union([replica]).sorted()
        guard right != listed else { return }
        try await list(right, insteadOf: entry)
    }

    /// Writes the list of replicas; whoever loses against another does it with the next beat, if it still must.
    private func list(_ replicas: [String], insteadOf entry: StateEntry?) async throws {
        let condition: StateWrite.Condition = entry.map { .ifMatch(etag: $0.etag) } ?? .ifAbsent
        do {
            try await store.apply(.set(PresenceBoard.listKey, try JSONCodec.encode(replicas), if: condition))
        } catch let error as StateStoreError where error.code == .conflict {
            return
        }
    }

    private static let listKey = "presence:replicas"

    private static func signKey(of replica: String) -> String { "presence:life:" + replica }

    private static func recordKey(of replica: String) -> String { "presence:of:" + replica }

    private static func bytes(of counts: [UserID: Int]) throws -> [UInt8] {
        try JSONCodec.encode(Dictionary(uniqueKeysWithValues: counts.map { ($0.rawValue, $1) }))
    }

    /// What another replica wrote; what cannot be read counts for nothing, and is not looked at again.
    private static func record(_ entry: StateEntry, under sign: [UInt8]) -> Record {
        let counts = (try? JSONCodec.decode([String: Int].self, from: entry.value)) ?? [:]
        return Record(
            sign: sign, counts: Dictionary(uniqueKeysWithValues: counts.map { (UserID($0), max(0, $1)) }))
    }
}
