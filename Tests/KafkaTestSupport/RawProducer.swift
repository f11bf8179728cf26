internal import CKafka

/// Publishes bytes as they are, through librdkafka alone; throws `MockClusterFault`.
public func publishRaw(_ records: [(key: String, value: String)], to topic: String, at servers: [String]) throws {
    let configuration = rd_kafka_conf_new()
    rd_kafka_conf_set(configuration, "bootstrap.servers", servers.joined(separator: ","), nil, 0)
    rd_kafka_conf_set(configuration, "partitioner", "murmur2_random", nil, 0)
    guard let producer = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0) else {
        throw MockClusterFault("librdkafka made no producer")
    }
    defer { rd_kafka_destroy(producer) }
    for (key, value) in records {
        let code = ckafka_produce(producer, topic, key, key.utf8.count, value, value.utf8.count, nil, nil)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw MockClusterFault("'\(topic)' takes no records") }
    }
    guard rd_kafka_flush(producer, 10_000) == RD_KAFKA_RESP_ERR_NO_ERROR else {
        throw MockClusterFault("'\(topic)' took no records within 10 seconds")
    }
}
