public import CivilTime
internal import ServicePorts
public import TodoDomain

/// A commit whose messages are JSON already, so that encoding takes no time of a store's writer.
public struct EncodedCommit: Sendable {
    /// A message to publish.
    public struct Message: Sendable {
        /// The topic's name.
        public let topic: String
        /// The event as the topic encodes it.
        public let event: [UInt8]
        /// Sequence of an update for the users' devices; nil for other messages.
        public let updateSequence: Int64?
    }

    /// The memory of a command.
    public struct Record: Sendable {
        /// The client's key.
        public let key: String
        /// When it was recorded.
        public let recordedAt: Timestamp
        /// The record as JSON.
        public let body: [UInt8]

        /// The record in JSON; throws `EncodingError`.
        public init(_ record: IdempotencyRecord) throws {
            key = record.key
            recordedAt = record.recordedAt
            body = try JSONCodec.encode(record)
        }
    }

    /// The user's sequence on which the decision was based.
    public let expectedSequence: Int64
    /// The change.
    public let change: Change
    /// What to publish, in order.
    public let messages: [Message]
    /// The memory of the command, when it came with a key.
    public let idempotency: Record?
    /// What takes the change back, as JSON; nil leaves what took the last one back.
    public let undo: [UInt8]?

    /// The commit with its messages in JSON; throws `EncodingError`.
    public init(_ commit: TaskCommit) throws {
        expectedSequence = commit.expectedSequence
        change = commit.change
        messages = try commit.messages.map(Message.init)
        idempotency = try commit.idempotency.map(Record.init)
        undo = try commit.undo.map { try JSONCodec.encode($0) }
    }
}

extension EncodedCommit.Message {
    init(_ message: OutboxMessage) throws {
        topic = message.topicName
        switch message {
        case .taskEvent(let event):
            self.event = try TodoTopics.taskEvents.encode(event)
            updateSequence = nil
        case .reminder(let event):
            self.event = try TodoTopics.reminders.encode(event)
            updateSequence = nil
        case .taskUpdate(let event):
            self.event = try TodoTopics.taskUpdates.encode(event)
            updateSequence = event.sequence
        }
    }
}

extension OutboxMessage {
    /// The message of a stored row; throws when the topic is unknown or the event is not of its type.
    public init(topic: String, event: [UInt8]) throws {
        switch topic {
        case TodoTopics.taskEvents.name: self = .taskEvent(try TodoTopics.taskEvents.decode(event))
        case TodoTopics.reminders.name: self = .reminder(try TodoTopics.reminders.decode(event))
        case TodoTopics.taskUpdates.name: self = .taskUpdate(try TodoTopics.taskUpdates.decode(event))
        default: throw StoredValueError("the outbox has an entry for the unknown topic '\(topic)'")
        }
    }
}

/// A stored value that cannot be read back: the store was changed by something else or is damaged.
public struct StoredValueError: Error {
    /// What is wrong with it.
    public let message: String

    /// An error of that message.
    public init(_ message: String) {
        self.message = message
    }
}
