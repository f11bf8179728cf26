internal import Synchronization
public import TodoDomain

/// An audit log in memory: the model of the port, and a log for tests.
public final class MemoryAuditLog: AuditLog {
    private let trails: Mutex<[UserID: [AuditEntry]]> = .init([:])

    /// An empty log.
    public init() {}

    /// The end of the user's trail, at once.
    public func currentHead(of userID: UserID) -> AuditHead {
        trails.withLock { $0[userID]?.last }.map { AuditHead(sequence: $0.sequence, hash: $0.hash) }
            ?? AuditHead(sequence: 0, hash: AuditEntry.genesisHash)
    }

    /// Appends at once; throws `.conflict` when the entry does not follow the head.
    public func appendNow(_ entry: AuditEntry) throws(AuditLogError) {
        let isAppended = trails.withLock { trails in
            let last = trails[entry.userID]?.last
            guard entry.sequence == (last?.sequence ?? 0) + 1,
                entry.previousHash == last?.hash ?? AuditEntry.genesisHash
            else { return false }
            trails[entry.userID, default: []].append(entry)
            return true
        }
        if !isAppended {
            throw AuditLogError(.conflict, "entry \(entry.sequence) of \(entry.userID) does not follow the head")
        }
    }

    /// The user's whole trail, at once.
    public func trail(of userID: UserID) -> [AuditEntry] {
        trails.withLock { $0[userID] ?? [] }
    }

    /// See `AuditLog`.
    public func head(of userID: UserID) async throws -> AuditHead {
        currentHead(of: userID)
    }

    /// See `AuditLog`.
    public func append(_ entry: AuditEntry) async throws {
        try appendNow(entry)
    }

    /// See `AuditLog`.
    public func entries(
        of userID: UserID, taskID: TaskID?, after sequence: Int64, limit: Int
    ) async throws -> [AuditEntry] {
        let matching = trail(of: userID).lazy.filter {
            $0.sequence > sequence && (taskID == nil || $0.change.taskID == taskID)
        }
        return Array(matching.prefix(limit))
    }
}
