public import TodoDomain

/// The port of the append-only audit trail, one chain for each user.
///
/// Every call throws `AuditLogError`.
public protocol AuditLog: Sendable {
    /// The end of the user's trail.
    func head(of userID: UserID) async throws -> AuditHead

    /// Appends an entry that follows the head in sequence and hash; otherwise throws `.conflict` and nothing happened.
    func append(_ entry: AuditEntry) async throws

    /// Entries of the user after a sequence, oldest first, at most `limit`; only those about one task if named.
    func entries(of userID: UserID, taskID: TaskID?, after sequence: Int64, limit: Int) async throws -> [AuditEntry]

    /// True when the user was erased, and the trail with the user: it takes no entry any more.
    func isErased(_ userID: UserID) async throws -> Bool
}

extension AuditLog {
    /// False: a log whose users are never erased.
    public func isErased(_ userID: UserID) async throws -> Bool { false }
}

/// Why a call of the audit log failed.
public struct AuditLogError: Error, Sendable, Equatable {
    /// The kind of failure.
    public enum Code: String, Sendable {
        /// The entry does not follow the head; nothing happened.
        case conflict
        /// The log could not be reached; nothing happened.
        case unavailable
        /// The outcome of an append is unknown.
        case ambiguous
    }

    /// The kind of failure.
    public let code: Code
    /// What happened, for the operator.
    public let message: String

    /// An error of that kind.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
