internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// Something that happened and that invariants may speak of.
enum SystemFact {
    /// A user asks for the first time.
    case sent(UserCommand)
    /// A user has an answer.
    case answered(UserCommand, CommandOutcome)
    /// A user is told no, and no attempt of the command is under way any more.
    case refused(UserCommand, code: String)
    /// A change became true; the store is locked at that instant and must not be asked.
    case committed(CommittedChange)
    /// The broker took an event.
    case published(OutboxMessage)
    /// The broker hands an event to a consumer group, which reads its topic from the beginning or from somewhere.
    case delivered(OutboxMessage, group: String, readsWholeTopic: Bool)
    /// The audit log took an entry.
    case audited(AuditEntry)
    /// A device got a message, which it has not applied yet.
    case received(SimulatedClient, ServerMessage)
    /// A device applied a change of that task, 0 when it concerns none.
    case applied(SimulatedClient, TaskID)
    /// A device shows a command of that name as done, which it sends over its socket.
    case copyShown(SimulatedClient, String)
    /// A device no longer shows its own copy of what a command does.
    case copyDropped(SimulatedClient, String, isRefused: Bool)
    /// A receiver took a message to a webhook.
    case webhookTaken(WebhookMessage)
    /// A user read everything anew, and had that many changes before.
    case stateRead(UserID, UserStateAnswer, atLeast: Int64)
}

/// A change at the instant when it becomes true.
struct CommittedChange {
    /// What was committed.
    let commit: TaskCommit
    /// The user's sequence and the task before it.
    let before: TaskSnapshot
    /// All that the user has after it.
    let after: UserState

    var change: Change { commit.change }
    var userID: UserID { commit.userID }
}

extension OutboxMessage {
    /// The event's identity.
    var eventID: String {
        switch self {
        case .taskEvent(let event): event.id
        case .reminder(let event): event.id
        case .taskUpdate(let event): event.id
        }
    }

    /// Whose data it tells of.
    var userID: UserID {
        switch self {
        case .taskEvent(let event): event.data.userID
        case .reminder(let event): event.data.userID
        case .taskUpdate(let event): event.data.userID
        }
    }

    /// What the broker orders it by.
    var partitionKey: String {
        switch self {
        case .taskEvent(let event): event.partitionKey
        case .reminder(let event): event.partitionKey
        case .taskUpdate(let event): event.partitionKey
        }
    }

    /// Place of the change in its user's sequence.
    var sequence: Int64 {
        switch self {
        case .taskEvent(let event): event.sequence
        case .reminder(let event): event.sequence
        case .taskUpdate(let event): event.sequence
        }
    }

    /// True on the topics that tell of each change.
    var tellsOfEachChange: Bool {
        if case .reminder = self { return false }
        return true
    }
}
