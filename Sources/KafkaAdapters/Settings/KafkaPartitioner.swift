/// How a key chooses its partition; every program that publishes to a topic must choose alike.
///
/// Each of them sends equal keys, empty ones included, to the same partition while the number of partitions stays.
public enum KafkaPartitioner: String, Sendable, CaseIterable {
    /// Murmur2, as the Java client does.
    case murmur2 = "murmur2_random"
    /// FNV-1a, as Sarama's hash partitioner and with it Dapr's Kafka component does.
    case fnv1a = "fnv1a_random"
    /// CRC-32, as librdkafka's own clients did at first.
    case crc32 = "consistent"
}
