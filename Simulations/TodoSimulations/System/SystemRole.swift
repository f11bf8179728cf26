/// The roles that nodes play.
enum SystemRole: String, Sendable, CaseIterable {
    /// Task service and outbox relay.
    case backend
    /// Notification service.
    case notification
    /// Recurrence service.
    case recurrence
    /// Audit service.
    case audit
    /// Realtime service.
    case realtime
}
