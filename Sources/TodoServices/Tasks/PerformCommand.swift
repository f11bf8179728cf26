public import ServicePorts
public import TodoDomain
public import TodoPorts

extension BackendMethods {
    /// Carries out a user's command for a front door that has no task service beside it.
    public static let performCommand: ServiceMethod<PerformCommand, PerformCommandAnswer> =
        .init(service: serviceName, name: "perform-command")
}

/// Asks to carry out a command of a user whom the asker has authenticated.
public struct PerformCommand: Hashable, Codable, Sendable {
    /// Whose tasks.
    public var userID: UserID
    /// What to do.
    public var command: TaskCommand
    /// The client's name for the command: one that is repeated has one effect and the same answer.
    public var mutationID: String
    /// Where the command came from.
    public var sourceClient: TaskUpdate.SourceClient
    /// Follows the command through every service.
    public var correlationID: String
    /// Version that the task must have for the command to be carried out.
    public var expectedVersion: Int64?

    /// A request with every field given.
    public init(
        userID: UserID, command: TaskCommand, mutationID: String, sourceClient: TaskUpdate.SourceClient = .api,
        correlationID: String, expectedVersion: Int64? = nil
    ) {
        self.userID = userID
        self.command = command
        self.mutationID = mutationID
        self.sourceClient = sourceClient
        self.correlationID = correlationID
        self.expectedVersion = expectedVersion
    }

    var context: CommandContext {
        CommandContext(
            userID: userID, sourceClient: sourceClient, correlationID: correlationID, idempotencyKey: mutationID,
            expectedVersion: expectedVersion)
    }
}

/// What became of a user's command.
public enum PerformCommandAnswer: Hashable, Codable, Sendable {
    /// It is done; the position is that of its change, nil when nothing needed to change.
    case accepted(CommandOutcome, StreamPosition?)
    /// It was not done, or it is not known whether it was.
    case refused(TaskRefusal)
}
