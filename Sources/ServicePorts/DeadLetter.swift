public import CivilTime

/// An event that a group gave up on, as found on the dead-letter topic.
public struct DeadLetter: Sendable, Equatable {
    /// Topic that it was published to.
    public let topic: String
    /// Consumer group that gave up.
    public let group: String
    /// The event's id.
    public let eventID: String
    /// The event's partition key.
    public let partitionKey: String
    /// What the last handler said, or why the event could not be decoded.
    public let reason: String
    /// Attempts made.
    public let attempts: Int
    /// When it was given up.
    public let time: Timestamp

    /// A record with every field given.
    public init(
        topic: String, group: String, eventID: String, partitionKey: String, reason: String, attempts: Int,
        time: Timestamp
    ) {
        self.topic = topic
        self.group = group
        self.eventID = eventID
        self.partitionKey = partitionKey
        self.reason = reason
        self.attempts = attempts
        self.time = time
    }
}

/// A bus that can show what was given up on.
public protocol DeadLetterReader: Sendable {
    /// Dead letters of a topic in the order in which they were given up.
    func deadLetters(of topic: String) async throws -> [DeadLetter]
}
