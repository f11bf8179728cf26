internal import CKafka

/// A list of partitions with offsets in librdkafka's form.
final class PartitionList {
    /// One line of the list.
    struct Entry {
        let partition: Int32
        let offset: Int64
        let error: KafkaErrorCode
    }

    private let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    /// A list of partitions of one topic.
    init(_ topic: String, _ entries: [(partition: Int32, offset: Int64)]) {
        pointer = rd_kafka_topic_partition_list_new(Int32(entries.count))
        for (partition, offset) in entries {
            rd_kafka_topic_partition_list_add(pointer, topic, partition).pointee.offset = offset
        }
    }

    /// A list of one topic without partitions, as for a subscription.
    init(topic: String) {
        pointer = rd_kafka_topic_partition_list_new(1)
        rd_kafka_topic_partition_list_add(pointer, topic, RD_KAFKA_PARTITION_UA)
    }

    deinit {
        rd_kafka_topic_partition_list_destroy(pointer)
    }

    /// Calls the body with the list, which lives until it returns.
    func use<Result>(_ body: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> Result) -> Result {
        withExtendedLifetime(self) { body(pointer) }
    }

    var entries: [Entry] { PartitionList.entries(of: pointer) }

    /// The lines of a list that someone else owns.
    static func entries(of list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) -> [Entry] {
        guard let list else { return [] }
        return UnsafeBufferPointer(start: list.pointee.elems, count: Int(list.pointee.cnt)).map {
            Entry(partition: $0.partition, offset: $0.offset, error: KafkaErrorCode($0.err))
        }
    }
}
