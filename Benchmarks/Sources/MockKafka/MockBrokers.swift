internal import CKafkaBare

/// Kafka brokers as librdkafka plays them, in this process and in memory.
package final class MockBrokers {
    private let owner: OpaquePointer
    private let cluster: OpaquePointer
    /// Their addresses, as a client is told them.
    package let servers: String

    /// One broker without topics; nil when it cannot be had.
    package init?() {
        let configuration = rd_kafka_conf_new()
        rd_kafka_conf_set(configuration, "log_level", "3", nil, 0)
        // Real brokers send each answer at once; these would hold it back until the one before is acknowledged.
        rd_kafka_conf_set(configuration, "socket.nagle.disable", "true", nil, 0)
        guard let owner = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0),
            let cluster = rd_kafka_mock_cluster_new(owner, 1)
        else { return nil }
        self.owner = owner
        self.cluster = cluster
        servers = String(cString: rd_kafka_mock_cluster_bootstraps(cluster))
    }

    deinit {
        rd_kafka_mock_cluster_destroy(cluster)
        rd_kafka_destroy(owner)
    }

    /// Makes a topic.
    package func makeTopic(_ name: String, partitions: Int32) {
        rd_kafka_mock_topic_create(cluster, name, partitions, 1)
    }
}
