internal import ServicePorts

/// One event in a partition's log, as a value of its own type or as bytes.
class EventRecord: @unchecked Sendable {
    let id: String
    let partitionKey: String

    init(id: String, partitionKey: String) {
        self.id = id
        self.partitionKey = partitionKey
    }

    /// The event as that type; through the codec when it was stored as another type or as bytes.
    func event<Payload>(for topic: Topic<Payload>) throws -> CloudEvent<Payload> {
        try topic.decode(try encoded())
    }

    /// Structured CloudEvents JSON.
    func encoded() throws -> [UInt8] {
        preconditionFailure("a record is either typed or encoded")
    }
}

/// An event kept as the value that was published.
final class TypedRecord<Payload: Codable & Sendable>: EventRecord, @unchecked Sendable {
    private let topic: Topic<Payload>
    let value: CloudEvent<Payload>

    init(_ value: CloudEvent<Payload>, topic: Topic<Payload>) {
        self.value = value
        self.topic = topic
        super.init(id: value.id, partitionKey: value.partitionKey)
    }

    override func event<Wanted>(for topic: Topic<Wanted>) throws -> CloudEvent<Wanted> {
        if let same = value as? CloudEvent<Wanted> { return same }
        return try topic.decode(try encoded())
    }

    override func encoded() throws -> [UInt8] {
        try topic.encode(value)
    }
}

/// An event kept as the bytes that were published.
final class EncodedRecord: EventRecord, @unchecked Sendable {
    private let bytes: [UInt8]

    init(id: String, partitionKey: String, bytes: [UInt8]) {
        self.bytes = bytes
        super.init(id: id, partitionKey: partitionKey)
    }

    override func encoded() throws -> [UInt8] {
        bytes
    }
}
