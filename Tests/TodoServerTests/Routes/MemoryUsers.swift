import CivilTime
import Synchronization
import TodoDomain
import TodoPorts

/// Users whose accounts are held in memory; erasing one takes the account away, and nothing else.
final class MemoryUsers: UserRegistry {
    private let accounts: MemoryAccounts
    private let log: MemoryAuditLog
    private let tombstones = Mutex<[UserID: Tombstone]>([:])

    init(accounts: MemoryAccounts, log: MemoryAuditLog) {
        self.accounts = accounts
        self.log = log
    }

    func account(of userID: UserID) async throws -> Account? { try await accounts.account(of: userID) }

    func erase(_ userID: UserID, at time: Timestamp) async throws -> Tombstone {
        let head = try await log.head(of: userID)
        accounts.remove(userID)
        return tombstones.withLock { tombstones in
            let tombstone = tombstones[userID] ?? Tombstone(erasedAt: time, auditHead: head)
            tombstones[userID] = tombstone
            return tombstone
        }
    }
}
