public import Logging
internal import Metrics
public import ServicePorts
internal import Synchronization
internal import TodoDomain

/// Where realtime replicas tell each other how many connections each user has: a record of each replica in the state
/// store, and a list of the replicas that have one.
///
/// A record lives for some time unless its replica renews it, so that whoever is gone without a goodbye stops counting.
/// What one beat costs goes by the number of replicas, and not by that of users.
public actor PresenceBoard {
    /// What can be set.
    public struct Settings: Sendable {
        /// Time between two looks at what the others have, and two changes of the own record.
        public var beat: Duration
        /// How long a record lives that nobody renews.
        public var timeToLive: Duration
        /// Beats after which a record is renewed that is as it was.
        public var beatsToRenewal: Int

        /// Settings with those values.
        public init(beat: Duration = .seconds(2), timeToLive: Duration = .seconds(20), beatsToRenewal: Int = 3) {
            self.beat = beat
            self.timeToLive = timeToLive
            self.beatsToRenewal = beatsToRenewal
        }
    }

    private struct Record {
        let etag: String
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
    private var written: Int?
    private var beatsSinceWrite = 0
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
    }

    /// Shares what the service has and tells it what others have, until `end()` or cancelled.
    public func run(beside service: RealtimeService) async {
        while !isEnding.withLock({ $0 }), !Task.isCancelled {
            await beat(service)
            await ending.wait(atMost: settings.beat, on: clock)
        }
        // Nobody needs to wait for the record to age; where the store does not answer, it does.
        try? await store.apply(.delete(PresenceBoard.key(of: replica)))
    }

    /// Ends `run`, which takes this replica's record away.
    public nonisolated func end() {
        isEnding.withLock { $0 = true }
        ending.raise()
    }

    /// Writes what changed here, and reads what changed elsewhere.
    func beat(_ service: RealtimeService) async {
        do {
            try await write(await service.ownPresence(otherThan: needsRenewal ? nil : written))
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
        let known = elsewhere
        elsewhere = others.values.reduce(into: [:]) { $0.merge($1.counts) { $0 + $1 } }
        let changed = Set(known.keys).union(elsewhere.keys).filter { known[$0] != elsewhere[$0] }
        if !changed.isEmpty { await service.take(elsewhere: elsewhere, changed: changed) }
    }

    private var needsRenewal: Bool { beatsSinceWrite >= settings.beatsToRenewal }

    private func write(_ own: (counts: [UserID: Int], generation: Int)?) async throws {
        beatsSinceWrite += 1
        guard let own else { return }
        let bytes = try PresenceBoard.bytes(of: own.counts)
        try await store.apply(.set(PresenceBoard.key(of: replica), bytes, timeToLive: settings.timeToLive))
        written = own.generation
        beatsSinceWrite = 0
    }

    private func read() async throws {
        let entry = try await store.get(PresenceBoard.listKey)
        let listed = entry.flatMap { try? JSONCodec.decode([String].self, from: $0.value) } ?? []
        var gone: Set<String> = []
        for name in listed where name != replica {
            guard let record = try await store.get(PresenceBoard.key(of: name)) else {
                gone.insert(name)
                continue
            }
            if others[name]?.etag != record.etag { others[name] = PresenceBoard.record(record) }
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

    private static func key(of replica: String) -> String { "presence:of:" + replica }

    private static func bytes(of counts: [UserID: Int]) throws -> [UInt8] {
        try JSONCodec.encode(Dictionary(uniqueKeysWithValues: counts.map { ($0.rawValue, $1) }))
    }

    /// What another replica wrote; what cannot be read counts for nothing, and is not looked at again.
    private static func record(_ entry: StateEntry) -> Record {
        let counts = (try? JSONCodec.decode([String: Int].self, from: entry.value)) ?? [:]
        return Record(
            etag: entry.etag, counts: Dictionary(uniqueKeysWithValues: counts.map { (UserID($0), max(0, $1)) }))
    }
}
