internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// What simulated users ask of the system's front door, in place of HTTP.
enum UserMethods {
    static let perform: ServiceMethod<UserCommand, CommandOutcome> =
        .init(service: BackendMethods.serviceName, name: "user-perform")
    static let state: ServiceMethod<UserID, UserStateAnswer> =
        .init(service: BackendMethods.serviceName, name: "user-state")

    static func serve(_ service: TaskService, on host: any ServiceHost, parts: SystemParts) async throws {
        try await host.serve(perform) { request in
            do {
                return try await parts.perform(service, request.command, request.context)
            } catch let refusal as TaskRefusal {
                throw ServiceFailure(code: refusal.code, message: "\(refusal)")
            }
        }
        try await host.serve(state) { userID in
            do {
                return try await parts.answerState(service, userID)
            } catch let refusal as TaskRefusal {
                throw ServiceFailure(code: refusal.code, message: "\(refusal)")
            }
        }
    }
}

/// A user's command on its way to the system.
struct UserCommand: Codable, Sendable {
    var userID: UserID
    var command: TaskCommand
    var correlationID: String
    var idempotencyKey: String
    /// Version that the task must have.
    var expectedVersion: Int64?
    /// True when the key is that of another command, which was answered.
    var reusesKey = false

    var context: CommandContext {
        CommandContext(
            userID: userID, sourceClient: .web, correlationID: correlationID, idempotencyKey: idempotencyKey,
            expectedVersion: expectedVersion)
    }
}

/// All that a user has, as a client reads it anew.
struct UserStateAnswer: Codable, Sendable {
    var position: StreamPosition
    var tasks: [TodoTask]
    var tags: [Tag]
    var settings: UserSettings
    var filters: [SavedFilter]
    var trash: [TrashedTask]

    init(position: StreamPosition, _ state: UserState) {
        self.position = position
        tasks = state.orderedTasks
        tags = state.orderedTags
        settings = state.settings
        filters = state.savedFilters
        trash = state.trash
    }

    init(epoch: String, _ state: UserState) {
        self.init(position: StreamPosition(epoch: epoch, sequence: state.sequence), state)
    }
}

extension TaskRefusal {
    /// The refusal's kind; `unavailable`, `busy` and `outcome_unknown` may be tried again.
    var code: String {
        switch self {
        case .notFound: "not_found"
        case .invalid: "invalid"
        case .versionMismatch: "version_mismatch"
        case .tagExists: "tag_exists"
        case .conflict: "conflict"
        case .idempotencyKeyReused: "idempotency_key_reused"
        case .tooEarly: "too_early"
        case .busy: "busy"
        case .unavailable: "unavailable"
        case .outcomeUnknown: "outcome_unknown"
        }
    }
}
