public import CivilTime

/// One event in a CloudEvents 1.0 envelope; the payload is `data`.
public struct CloudEvent<Payload: Sendable>: Sendable {
    /// Stable id minted by the producer: a republished event keeps it.
    public var id: String
    /// Reverse-DNS type with version, for example `com.evolutiontodo.task.completed.v1`.
    public var type: String
    /// URI reference of the producing service.
    public var source: String
    /// What the event is about within the source; for a task its id.
    public var subject: String?
    /// When the change happened.
    public var time: Timestamp
    /// URI of the JSON Schema of `data`.
    public var dataSchema: String?
    /// Events with the same key are delivered in publishing order.
    public var partitionKey: String
    /// Position of the change within its partition key, increasing without gaps.
    public var sequence: Int64
    /// Follows one command through every service.
    public var correlationID: String
    /// W3C trace context, when the command carried one.
    public var traceParent: String?
    /// The payload.
    public var data: Payload

    /// An envelope with every attribute given.
    public init(
        id: String, type: String, source: String, subject: String? = nil, time: Timestamp, dataSchema: String? = nil,
        partitionKey: String, sequence: Int64, correlationID: String, traceParent: String? = nil, data: Payload
    ) {
        self.id = id
        self.type = type
        self.source = source
        self.subject = subject
        self.time = time
        self.dataSchema = dataSchema
        self.partitionKey = partitionKey
        self.sequence = sequence
        self.correlationID = correlationID
        self.traceParent = traceParent
        self.data = data
    }
}

extension CloudEvent: Equatable where Payload: Equatable {}
