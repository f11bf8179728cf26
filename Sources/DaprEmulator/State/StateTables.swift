internal import CivilTime
internal import ServicePorts
internal import SidecarRules
internal import Synchronization

/// The rows of every state store, in memory.
final class StateTables: Sendable {
    private struct State {
        var rows: [String: StateRow] = [:]
        var writes = 0
    }

    private let state = Mutex(State())
    private let clock: any WallClock
    private let journal: Journal?

    init(clock: any WallClock, journal: Journal?) {
        self.clock = clock
        self.journal = journal
    }

    /// One store's rows, as the rules of the state interface need them.
    func table(of store: String) -> Table {
        Table(tables: self, prefix: store + "/")
    }

    fileprivate func row(_ key: String) -> StateRow? {
        let now = clock.now()
        return state.withLock { state in
            guard let row = state.rows[key] else { return nil }
            if let expiry = row.expiresAt, expiry <= now { return nil }
            return row
        }
    }

    /// Applies all writes or none; throws `StateStoreError`.
    fileprivate func apply(_ batch: [StateWrite]) throws {
        let now = clock.now()
        try state.withLock { state in
            for write in batch { try StateTables.check(write, state.rows[write.key], now) }
            for write in batch {
                let row = write.value.map { value in
                    state.writes += 1
                    return StateRow(
                        value: value, etag: "\(state.writes)", expiresAt: write.timeToLive.map { now + $0 })
                }
                state.rows[write.key] = row
                journal?.append(.state(key: write.key, row))
            }
        }
    }

    private static func check(_ write: StateWrite, _ row: StateRow?, _ now: Timestamp) throws {
        let living = row?.expiresAt.map { $0 > now } == false ? nil : row
        let holds =
            switch write.condition {
            case .always: true
            case .ifAbsent: living == nil
            case .ifMatch(let etag): living?.etag == etag
            }
        if !holds { throw StateStoreError(.conflict, "key '\(write.key)' is not as expected") }
    }

    func restore(_ key: String, _ row: StateRow?) {
        state.withLock { state in
            state.rows[key] = row
            state.writes = max(state.writes, row.flatMap { Int($0.etag) } ?? 0)
        }
    }

    /// What a new journal begins with.
    var records: [JournalRecord] {
        state.withLock { state in
            state.rows.sorted { $0.key < $1.key }.map { JournalRecord.state(key: $0.key, $0.value) }
        }
    }
}

extension StateTables {
    /// The rows of one store.
    struct Table: SidecarStateTable {
        fileprivate let tables: StateTables
        fileprivate let prefix: String

        func entry(_ key: String) -> StateEntry? {
            tables.row(prefix + key).map { StateEntry(value: $0.value, etag: $0.etag) }
        }

        func expiry(of key: String) -> Timestamp? {
            tables.row(prefix + key)?.expiresAt
        }

        func apply(_ batch: [StateWrite]) throws {
            let prefixed = batch.map { write in
                var write = write
                write.key = prefix + write.key
                return write
            }
            try tables.apply(prefixed)
        }
    }
}
