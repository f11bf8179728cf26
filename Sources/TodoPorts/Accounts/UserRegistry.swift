public import CivilTime
public import TodoDomain

/// The port of all that is stored of one user, to be told to that user and to be erased.
///
/// Every call throws `AccountStoreError`.
public protocol UserRegistry: Sendable {
    /// The user's sign-in account; nil when the user has none here.
    func account(of userID: UserID) async throws -> Account?

    /// Erases everything that is stored of the user, all of it or nothing, and keeps a tombstone: that there was such a
    /// user, when the user was erased, and where the audit trail ended.
    ///
    /// From then on nothing of the user is stored any more: commits are refused, and audit entries are passed over.
    /// Erasing a user again answers the first tombstone.
    func erase(_ userID: UserID, at time: Timestamp) async throws -> Tombstone
}

/// What stays of a user who was erased.
public struct Tombstone: Hashable, Sendable {
    /// When the user was erased.
    public var erasedAt: Timestamp
    /// How many entries the audit trail had, and the hash of the last.
    public var auditHead: AuditHead

    /// A tombstone with every field given.
    public init(erasedAt: Timestamp, auditHead: AuditHead) {
        self.erasedAt = erasedAt
        self.auditHead = auditHead
    }
}
