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
        switch event.eventType {
        case .scheduled: self = .schedule(try ReminderDecision.job(for: event))
        case .cancelled: self = .cancel(jobName: ReminderDecision.jobName(for: event))
        }
    }

    /// The job that reminds, which takes the place of the same reminder's; throws `EncodingError`.
    static func job(for event: ReminderEvent) throws -> Job {
        Job(name: jobName(for: event), dueAt: event.remindAt, payload: try JSONCodec.encode(event))
    }

    private static func jobName(for event: ReminderEvent) -> String {
        jobPrefix + event.reminderID.description
    }

    /// What the names of all reminder jobs begin with.
    static let jobPrefix: String = "reminder-"
}
