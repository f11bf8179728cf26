internal import CKafka

/// An error code of librdkafka or of a broker.
struct KafkaErrorCode: Sendable, Hashable, CustomStringConvertible {
    let value: Int32

    init(_ code: rd_kafka_resp_err_t) {
        value = code.rawValue
    }

    static let none = KafkaErrorCode(RD_KAFKA_RESP_ERR_NO_ERROR)
    static let partitionEnd = KafkaErrorCode(RD_KAFKA_RESP_ERR__PARTITION_EOF)
    static let queueFull = KafkaErrorCode(RD_KAFKA_RESP_ERR__QUEUE_FULL)
    static let noOffset = KafkaErrorCode(RD_KAFKA_RESP_ERR__NO_OFFSET)
    static let assignPartitions = KafkaErrorCode(RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS)
    static let unknownTopic = KafkaErrorCode(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
    static let leaderMissing = KafkaErrorCode(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE)

    private var code: rd_kafka_resp_err_t { rd_kafka_resp_err_t(value) }

    /// The name in librdkafka's and Kafka's lists, for example `_TIMED_OUT`.
    var name: String { rd_kafka_err2name(code).map { String(cString: $0) } ?? String(value) }
    /// A sentence about the error, with its name.
    var description: String { (rd_kafka_err2str(code).map { String(cString: $0) } ?? "unknown error") + " (\(name))" }

    /// True when the event or its topic can never be taken as they are.
    var isOfTheEvent: Bool { KafkaErrorCode.ofTheEvent.contains(self) }

    private static let ofTheEvent: Set<KafkaErrorCode> = [
        .init(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE), .init(RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE),
        .init(RD_KAFKA_RESP_ERR_INVALID_MSG), .init(RD_KAFKA_RESP_ERR_INVALID_RECORD),
        .init(RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE), .init(RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION),
        .init(RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP), .init(RD_KAFKA_RESP_ERR__INVALID_ARG),
    ]
}
