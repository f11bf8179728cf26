/// One event as it lies in a topic.
struct StoredEvent: Sendable, Equatable {
    /// Position in the log, increasing over all topics.
    let position: Int64
    let eventID: String
    let partitionKey: String
    /// Structured CloudEvents JSON; nil when it was left on disk to spare memory.
    var body: [UInt8]?
}

/// A group's reading of a topic.
struct ConsumerKey: Sendable, Hashable {
    let group: String
    let topic: String
}

/// An event before it is appended.
struct NewEvent: Sendable {
    let eventID: String
    let partitionKey: String
    let body: [UInt8]
}
