internal import CKafka

/// A record read for a group, copied out of librdkafka's memory.
struct ConsumedRecord: Sendable, Equatable {
    let partition: Int32
    let offset: Int64
    let key: [UInt8]
    let value: [UInt8]

    var bytes: Int { key.count + value.count }
}

extension ConsumedRecord {
    init(_ message: UnsafePointer<rd_kafka_message_t>) {
        let message = message.pointee
        self.init(
            partition: message.partition, offset: message.offset,
            key: Array(UnsafeRawBufferPointer(start: message.key, count: message.key_len)),
            value: Array(UnsafeRawBufferPointer(start: message.payload, count: message.len)))
    }
}
