internal import CivilTime
internal import FoundationEssentials
internal import GRDB
internal import ServicePorts

/// The statements of the state table within one transaction.
struct StateTable {
    let database: Database
    let now: Timestamp

    private var nowMilliseconds: Int64 { now.millisecondsSinceEpoch }

    /// Applies the write; throws `StateStoreError` `.conflict` when its condition does not hold.
    func apply(_ write: StateWrite) throws {
        if let value = write.value {
            try set(write, to: Data(value))
        } else {
            try delete(write)
        }
    }

    private func set(_ write: StateWrite, to value: Data) throws {
        let expiresAt = write.timeToLive.map { (now + $0).millisecondsSinceEpoch }
        let version = try nextVersion()
        switch write.condition {
        case .always:
            try database.run(
                """
                INSERT INTO state (key, value, version, expires_at) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (key) DO UPDATE SET value = ?2, version = ?3, expires_at = ?4
                """, [write.key, value, version, expiresAt])
        case .ifAbsent:
            try database.run(
                """
                INSERT INTO state (key, value, version, expires_at) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (key) DO UPDATE SET value = ?2, version = ?3, expires_at = ?4 WHERE expires_at <= ?5
                """, [write.key, value, version, expiresAt, nowMilliseconds])
        case .ifMatch(let etag):
            try database.run(
                """
                UPDATE state SET value = ?2, version = ?3, expires_at = ?4
                WHERE key = ?1 AND version = ?5 AND (expires_at IS NULL OR expires_at > ?6)
                """, [write.key, value, version, expiresAt, self.version(of: etag), nowMilliseconds])
        }
        try requireChange(of: write)
    }

    private func delete(_ write: StateWrite) throws {
        switch write.condition {
        case .always:
            try database.run("DELETE FROM state WHERE key = ?", [write.key])
        case .ifAbsent:
            try database.run("DELETE FROM state WHERE key = ? AND expires_at <= ?", [write.key, nowMilliseconds])
            guard try database.integer("SELECT 1 FROM state WHERE key = ?", [write.key]) == nil else {
                throw conflict(write)
            }
        case .ifMatch(let etag):
            try database.run(
                "DELETE FROM state WHERE key = ? AND version = ? AND (expires_at IS NULL OR expires_at > ?)",
                [write.key, version(of: etag), nowMilliseconds])
            try requireChange(of: write)
        }
    }

    /// Versions grow over all keys and never come back, so that an old etag never matches a key written anew.
    private func nextVersion() throws -> Int64 {
        try database.integer("UPDATE state_version SET last = last + 1 RETURNING last") ?? 0
    }

    /// The version that an etag stands for; one that was never given out matches nothing.
    private func version(of etag: String) -> Int64 {
        guard let version = Int64(etag), String(version) == etag else { return -1 }
        return version
    }

    private func requireChange(of write: StateWrite) throws {
        guard database.changesCount > 0 else { throw conflict(write) }
    }

    private func conflict(_ write: StateWrite) -> StateStoreError {
        switch write.condition {
        case .ifAbsent: StateStoreError(.conflict, "key '\(write.key)' is present; expected it to be absent")
        case .ifMatch(let etag):
            StateStoreError(.conflict, "key '\(write.key)' does not have etag '\(etag)'; read it again")
        case .always: StateStoreError(.conflict, "key '\(write.key)' was not written")
        }
    }
}
