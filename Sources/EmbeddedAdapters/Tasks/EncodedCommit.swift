internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// A commit whose messages are JSON already, so that encoding takes no time of the one writer.
struct EncodedCommit: Sendable {
    struct Message: Sendable {
        let topic: String
        let event: [UInt8]
        /// Sequence of an update for the users' devices; nil for other messages.
        let updateSequence: Int64?
    }

    struct Record: Sendable {
        let key: String
        let recordedAt: Timestamp
        let body: [UInt8]

        init(_ record: IdempotencyRecord) throws {
            key = record.key
            recordedAt = record.recordedAt
            body = try JSONCodec.encode(record)
        }
    }

    let expectedSequence: Int64
    let change: Change
    let messages: [Message]
    let idempotency: Record?

    init(_ commit: TaskCommit) throws {
        expectedSequence = commit.expectedSequence
        change = commit.change
        messages = try commit.messages.map(Message.init)
        idempotency = try commit.idempotency.map(Record.init)
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

    /// The message of a stored row; throws when the topic is unknown or the event is not of its type.
    static func decoded(topic: String, event: [UInt8]) throws -> OutboxMessage {
        switch topic {
        case TodoTopics.taskEvents.name: .taskEvent(try TodoTopics.taskEvents.decode(event))
        case TodoTopics.reminders.name: .reminder(try TodoTopics.reminders.decode(event))
        case TodoTopics.taskUpdates.name: .taskUpdate(try TodoTopics.taskUpdates.decode(event))
        default: throw StoredValueError(message: "the outbox has an entry for the unknown topic '\(topic)'")
        }
    }
}
