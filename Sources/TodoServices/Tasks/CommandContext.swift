public import TodoDomain

/// Who asks for a command, and how.
public struct CommandContext: Hashable, Sendable {
    /// Whose tasks.
    public var userID: UserID
    /// Who asks.
    public var actor: Actor
    /// Where the command came from.
    public var sourceClient: TaskUpdate.SourceClient
    /// Follows the command through every service.
    public var correlationID: String
    /// W3C trace context of the command.
    public var traceParent: String?
    /// A repeated command with the same key has one effect and the same answer.
    public var idempotencyKey: String?
    /// Version that the task must have for the command to be carried out.
    public var expectedVersion: Int64?

    /// What the user's devices know the command by, so that the one that sent it recognises its change.
    var mutationID: String? { actor == .user ? idempotencyKey : nil }

    /// A context with every field given.
    public init(
        userID: UserID, actor: Actor = .user, sourceClient: TaskUpdate.SourceClient = .api, correlationID: String,
        traceParent: String? = nil, idempotencyKey: String? = nil, expectedVersion: Int64? = nil
    ) {
        self.userID = userID
        self.actor = actor
        self.sourceClient = sourceClient
        self.correlationID = correlationID
        self.traceParent = traceParent
        self.idempotencyKey = idempotencyKey
        self.expectedVersion = expectedVersion
    }
}
