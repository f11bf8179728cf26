public import CivilTime
public import ServicePorts
public import SidecarRules

/// A store of small keyed state in memory, with etags, expiry and transactions.
public final class SimulatedStateStore: @unchecked Sendable {
    private struct Row {
        let entry: StateEntry
        /// Microseconds since the start of the run; nil stays for ever.
        let expiresAt: Int64?
    }

    /// The simulation that it belongs to.
    public let simulation: Simulation
    private var rows: [String: Row] = [:]
    private var writes = 0

    /// An empty store.
    public init(_ simulation: Simulation) {
        self.simulation = simulation
    }

    /// The store as one life of a node reaches it.
    public func view(for environment: NodeEnvironment) -> any StateStore {
        SimulatedStateStoreView(store: self, environment: environment)
    }

    /// The live entry of a key; takes no time.
    public func entry(_ key: String) -> StateEntry? {
        guard let row = rows[key] else { return nil }
        guard row.expiresAt.map({ $0 > simulation.elapsedMicroseconds }) ?? true else {
            rows[key] = nil
            return nil
        }
        return row.entry
    }

    /// When the live entry of a key expires, nil for never; takes no time.
    public func expiry(of key: String) -> Timestamp? {
        guard entry(key) != nil, let expiresAt = rows[key]?.expiresAt else { return nil }
        return simulation.options.start.adding(milliseconds: expiresAt / 1_000)
    }

    /// Applies all writes or none; takes no time.
    public func apply(_ batch: [StateWrite]) throws {
        for write in batch { try check(write) }
        for write in batch { perform(write) }
    }

    /// Applies all writes or none, but so that a condition among them loses against nobody.
    ///
    /// Either another writer came between, who wrote what was there, or the first try took effect, its answer was lost
    /// on the way, and the second try finds the effect of the first.
    func applyLosing(_ batch: [StateWrite], tookEffect: Bool) throws {
        if tookEffect {
            try apply(batch)
        } else {
            for write in batch where write.condition.isMatch { rewrite(write.key) }
        }
        try apply(batch)
    }

    private func rewrite(_ key: String) {
        guard let present = entry(key) else { return }
        writes += 1
        rows[key] = Row(
            entry: StateEntry(value: present.value, etag: String(writes)), expiresAt: rows[key]?.expiresAt)
    }

    private func check(_ write: StateWrite) throws {
        let present = entry(write.key)
        switch write.condition {
        case .always:
            return
        case .ifAbsent:
            guard present == nil else { throw StateStoreError(.conflict, "key '\(write.key)' is present") }
        case .ifMatch(let etag):
            guard present?.etag == etag else {
                let found = present.map { "etag '\($0.etag)'" } ?? "nothing"
                throw StateStoreError(.conflict, "key '\(write.key)' has \(found), not etag '\(etag)'")
            }
        }
    }

    private func perform(_ write: StateWrite) {
        guard let value = write.value else {
            rows[write.key] = nil
            return
        }
        writes += 1
        let expiry = write.timeToLive.map { simulation.elapsedMicroseconds + max(0, $0.wholeMicroseconds) }
        rows[write.key] = Row(entry: StateEntry(value: value, etag: String(writes)), expiresAt: expiry)
    }
}

extension SimulatedStateStore: SidecarStateTable {}

/// The simulated store as one life of a node reaches it.
private final class SimulatedStateStoreView: StateStore {
    private let store: SimulatedStateStore
    private let environment: NodeEnvironment
    private static let errors = CallErrors(
        unavailable: { StateStoreError(.unavailable, $0) }, ambiguous: { StateStoreError(.ambiguous, $0) })

    init(store: SimulatedStateStore, environment: NodeEnvironment) {
        self.store = store
        self.environment = environment
    }

    func get(_ key: String) async throws -> StateEntry? {
        try await call("get") { store.entry(key) }
    }

    func apply(_ write: StateWrite) async throws {
        try await call("apply") { try put([write]) }
    }

    func transact(_ writes: [StateWrite]) async throws {
        try await call("transact") { try put(writes) }
    }

    private func put(_ batch: [StateWrite]) throws {
        let faults = store.simulation.faults
        guard batch.contains(where: { $0.condition != .always }), faults.strikes(.etagConflicts, at: environment)
        else { return try store.apply(batch) }
        try store.applyLosing(batch, tookEffect: faults.number(in: 0...1, .etagConflicts) == 0)
    }

    private func call<Output>(_ name: StaticString, _ body: () throws -> Output) async throws -> Output {
        try await environment.call(name, of: .state, errors: SimulatedStateStoreView.errors, body)
    }
}

extension StateWrite.Condition {
    fileprivate var isMatch: Bool {
        if case .ifMatch = self { true } else { false }
    }
}
