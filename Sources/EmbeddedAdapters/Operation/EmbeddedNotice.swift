/// Something that went on by itself but that an operator may want to know, for logs and counters.
public enum EmbeddedNotice: Sendable, Equatable {
    /// The database failed in the background; it is tried again after a pause.
    case storageFailed(during: String, message: String)
    /// A handler asked for the event to come again.
    case deliveryPostponed(topic: String, group: String, eventID: String, attempt: Int, reason: String)
    /// A group gave the event up; it is a dead letter now.
    case eventGivenUp(topic: String, group: String, eventID: String, attempts: Int, reason: String)
    /// A handler asked for the trigger to come again.
    case triggerPostponed(job: String, attempt: Int, reason: String)
    /// A handler said that the trigger can never be handled.
    case triggerDropped(job: String, attempts: Int, reason: String)
}

extension EmbeddedNotice: CustomStringConvertible {
    /// One line for a log.
    public var description: String {
        switch self {
        case .storageFailed(let operation, let message): "the database failed while \(operation): \(message)"
        case .deliveryPostponed(let topic, let group, let id, let attempt, let reason):
            "event \(id) of \(topic) postponed for \(group) after attempt \(attempt): \(reason)"
        case .eventGivenUp(let topic, let group, let id, let attempts, let reason):
            "event \(id) of \(topic) given up by \(group) after \(attempts) attempts: \(reason)"
        case .triggerPostponed(let job, let attempt, let reason):
            "job \(job) postponed after attempt \(attempt): \(reason)"
        case .triggerDropped(let job, let attempts, let reason):
            "job \(job) dropped after \(attempts) attempts: \(reason)"
        }
    }
}

extension EmbeddedNotice {
    /// The notice of an error that a read or write ended with.
    static func storageFailed(during operation: String, _ error: any Error) -> EmbeddedNotice {
        .storageFailed(during: operation, message: (error as? StorageFailure)?.message ?? "\(error)")
    }
}
