internal import CKafka
public import CivilTime

/// One record of a topic as the brokers keep it.
public struct KafkaRecord: Sendable, Equatable {
    /// A name with a value; names may repeat.
    public struct Header: Sendable, Equatable {
        /// Its name.
        public let name: String
        /// Its value's bytes.
        public let value: [UInt8]

        /// A header of that name.
        public init(name: String, value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    /// The partition that holds it.
    public let partition: Int32
    /// Its place in the partition, from 0.
    public let offset: Int64
    /// When it was published, or when the broker took it; nil for none.
    public let timestamp: Timestamp?
    /// Its key; nil for none.
    public let key: [UInt8]?
    /// Its headers in order.
    public let headers: [Header]
    /// Its value; nil for a mark that the key's earlier records may be deleted.
    public let value: [UInt8]?

    /// A record with every field given.
    public init(
        partition: Int32, offset: Int64, timestamp: Timestamp?, key: [UInt8]?, headers: [Header], value: [UInt8]?
    ) {
        self.partition = partition
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.headers = headers
        self.value = value
    }
}

extension KafkaRecord {
    init(_ message: UnsafePointer<rd_kafka_message_t>) {
        var kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let milliseconds = rd_kafka_message_timestamp(message, &kind)
        self.init(
            partition: message.pointee.partition, offset: message.pointee.offset,
            timestamp: kind == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
                ? nil : Timestamp(millisecondsSinceEpoch: milliseconds),
            key: message.pointee.key.map {
                Array(UnsafeRawBufferPointer(start: $0, count: message.pointee.key_len))
            }, headers: KafkaRecord.headers(of: message),
            value: message.pointee.payload.map {
                Array(UnsafeRawBufferPointer(start: $0, count: message.pointee.len))
            })
    }

    private static func headers(of message: UnsafePointer<rd_kafka_message_t>) -> [Header] {
        var headers: OpaquePointer?
        guard rd_kafka_message_headers(message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR, let headers else { return [] }
        var (name, value, size): (UnsafePointer<CChar>?, UnsafeRawPointer?, Int) = (nil, nil, 0)
        var found: [Header] = []
        while rd_kafka_header_get_all(headers, found.count, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR,
            let name
        {
            found.append(
                Header(
                    name: String(cString: name), value: Array(UnsafeRawBufferPointer(start: value, count: size))))
        }
        return found
    }
}
