internal import TodoDomain
internal import TodoPorts

/// A command that has one effect however often it is sent, so that one who sends it again can share its answer.
struct RepeatableCommand: Hashable {
    private let command: TaskCommand
    private let userID: UserID
    private let actor: Actor
    private let idempotencyKey: String?
    private let expectedVersion: Int64?

    /// Nil for a user's command without an idempotency key: twice is two commands then.
    ///
    /// Those of services have one effect by what they say.
    init?(_ command: TaskCommand, _ context: CommandContext) {
        if context.actor == .user, context.idempotencyKey == nil { return nil }
        self.command = command
        userID = context.userID
        actor = context.actor
        idempotencyKey = context.idempotencyKey
        expectedVersion = context.expectedVersion
    }
}

/// Commands that are being carried out, each with those who sent it again meanwhile: a value that an actor holds.
struct CommandsUnderWay {
    /// What a command is answered with.
    typealias Answer = Result<CommandOutcome, TaskRefusal>

    private var waiting: [RepeatableCommand: [CheckedContinuation<Answer?, Never>]] = [:]

    /// Notes a command as under way; false when it is already.
    mutating func begin(_ command: RepeatableCommand) -> Bool {
        guard waiting[command] == nil else { return false }
        waiting[command] = []
        return true
    }

    /// Adds somebody who waits for the answer to a command under way.
    mutating func join(_ command: RepeatableCommand, _ continuation: CheckedContinuation<Answer?, Never>) {
        precondition(waiting[command] != nil, "only a command under way can be joined")
        waiting[command]?.append(continuation)
    }

    /// Answers all who wait for the command.
    mutating func end(_ command: RepeatableCommand, with answer: Answer) {
        for continuation in waiting.removeValue(forKey: command) ?? [] { continuation.resume(returning: answer) }
    }
}
