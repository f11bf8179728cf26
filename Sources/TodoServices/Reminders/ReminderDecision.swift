internal import ServicePorts
internal import TodoDomain

/// What a reminder event asks of the scheduler.
enum ReminderDecision: Equatable {
    /// Store this job.
    case schedule(Job)
    /// Remove the job of this name.
    case cancel(jobName: String)

    /// The decision for an event; throws `EncodingError`.
    init(_ event: ReminderEvent) throws {
        let name = ReminderDecision.jobPrefix + event.reminderID.description
        switch event.eventType {
        case .scheduled:
            self = .schedule(Job(name: name, dueAt: event.remindAt, payload: try JSONCodec.encode(event)))
        case .cancelled:
            self = .cancel(jobName: name)
        }
    }

    /// What the names of all reminder jobs begin with.
    static let jobPrefix: String = "reminder-"
}
