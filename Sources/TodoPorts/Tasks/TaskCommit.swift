public import TodoDomain

/// One change with its messages, to be stored all or nothing.
public struct TaskCommit: Sendable, Equatable {
    /// Whose change.
    public var userID: UserID
    /// The user's sequence on which the decision was based; the change's own is one more.
    public var expectedSequence: Int64
    /// The change.
    public var change: Change
    /// What to publish of it, in order.
    public var messages: [OutboxMessage]
    /// The memory of the command, when it came with a key.
    public var idempotency: IdempotencyRecord?
    /// What takes the change back, in place of what took the last one back; nil leaves that as it is.
    public var undo: UndoStep?

    /// A commit with every part given.
    public init(
        userID: UserID, expectedSequence: Int64, change: Change, messages: [OutboxMessage],
        idempotency: IdempotencyRecord? = nil, undo: UndoStep? = nil
    ) {
        precondition(change.sequence == expectedSequence + 1, "a change follows the sequence it was decided on")
        self.userID = userID
        self.expectedSequence = expectedSequence
        self.change = change
        self.messages = messages
        self.idempotency = idempotency
        self.undo = undo
    }
}
