internal import CKafka

/// Something that librdkafka has to tell, taken off a client's queue; freed with this value.
struct KafkaEvent: ~Copyable {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        rd_kafka_event_destroy(pointer)
    }

    var type: Int32 { rd_kafka_event_type(pointer) }
    var error: KafkaErrorCode { KafkaErrorCode(rd_kafka_event_error(pointer)) }
    var errorText: String { rd_kafka_event_error_string(pointer).map { String(cString: $0) } ?? error.name }
    var isFatal: Bool { type == RD_KAFKA_EVENT_ERROR && rd_kafka_event_error_is_fatal(pointer) != 0 }
    var statistics: UnsafePointer<CChar>? { rd_kafka_event_stats(pointer) }

    /// Partitions of a rebalance or a commit; valid while the event lives.
    var partitions: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>? {
        rd_kafka_event_topic_partition_list(pointer)
    }

    /// Calls the body with each message of a fetch or a delivery report, in its place: there is more around it.
    func forEachMessage(_ body: (UnsafePointer<rd_kafka_message_t>) -> Void) {
        while let message = rd_kafka_event_message_next(pointer) { body(message) }
    }

    /// The partition and offset that an error is about.
    var place: (partition: Int32, offset: Int64)? {
        guard let place = rd_kafka_event_topic_partition(pointer) else { return nil }
        defer { rd_kafka_topic_partition_destroy(place) }
        return (place.pointee.partition, place.pointee.offset)
    }

    /// Level of syslog and text of a log line.
    var logLine: (level: Int32, text: String)? {
        var level: Int32 = 0
        var facility: UnsafePointer<CChar>?
        var text: UnsafePointer<CChar>?
        guard rd_kafka_event_log(pointer, &facility, &text, &level) == 0, let text else { return nil }
        return (level, String(cString: text))
    }
}
