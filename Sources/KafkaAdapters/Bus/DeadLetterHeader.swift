/// Headers of a record on a dead-letter topic, which tell why it is there and where it came from.
enum DeadLetterHeader: String, CaseIterable {
    case topic = "dead-letter-topic"
    case group = "dead-letter-group"
    case reason = "dead-letter-reason"
    case attempts = "dead-letter-attempts"
    /// Milliseconds since the Unix epoch.
    case time = "dead-letter-time"
    case eventID = "dead-letter-event-id"
    case partition = "dead-letter-partition"
    case offset = "dead-letter-offset"
}
