internal import CivilTime
internal import FoundationEssentials
internal import GRDB
public import ServicePorts

/// `StateStore` on the embedded database.
public struct SQLiteStateStore: StateStore {
    private let database: EmbeddedDatabase
    private let clock: any WallClock

    /// A store in that database whose values expire by that clock.
    public init(database: EmbeddedDatabase, clock: any WallClock) {
        self.database = database
        self.clock = clock
    }

    /// The value and its etag, or nil when absent or expired; throws `StateStoreError`.
    public func get(_ key: String) async throws -> StateEntry? {
        let now = clock.now().millisecondsSinceEpoch
        return try await mapped {
            try await database.read { database in
                let row = try database.row(
                    "SELECT value, version FROM state WHERE key = ? AND (expires_at IS NULL OR expires_at > ?)",
                    [key, now])
                return row.map { StateEntry(value: $0.bytes(0), etag: String($0[1] as Int64)) }
            }
        }
    }

    /// Applies one write; throws `StateStoreError`.
    public func apply(_ write: StateWrite) async throws {
        try await transact([write])
    }

    /// Applies all writes or none; throws `StateStoreError`.
    public func transact(_ writes: [StateWrite]) async throws {
        guard !writes.isEmpty else { return }
        let now = clock.now()
        try await mapped {
            try await database.write { database in
                for write in writes { try StateTable(database: database, now: now).apply(write) }
            }
        }
    }

    /// Deletes expired values; returns how many; throws `StateStoreError`.
    @discardableResult
    public func prune() async throws -> Int {
        let now = clock.now().millisecondsSinceEpoch
        return try await mapped {
            try await database.write { database in
                try database.run("DELETE FROM state WHERE expires_at <= ?", [now])
                return database.changesCount
            }
        }
    }

    private func mapped<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let failure as StorageFailure {
            throw StateStoreError(failure.kind == .unknown ? .ambiguous : .unavailable, failure.message)
        }
    }
}
