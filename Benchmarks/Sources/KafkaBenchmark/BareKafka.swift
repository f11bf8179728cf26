internal import CKafkaBare

/// The same work through librdkafka's C functions alone, with the same properties.
enum BareKafka {
    private static func configuration(_ servers: String, _ properties: [String: String]) -> OpaquePointer? {
        let configuration = rd_kafka_conf_new()
        rd_kafka_conf_set(configuration, "bootstrap.servers", servers, nil, 0)
        for (name, value) in properties { rd_kafka_conf_set(configuration, name, value, nil, 0) }
        return configuration
    }

    /// Publishes each value under its key and returns when all are acknowledged.
    static func publish(_ records: [(key: [UInt8], value: [UInt8])], to topic: String, at servers: String) {
        let configuration = configuration(
            servers,
            [
                "enable.idempotence": "true", "acks": "all", "linger.ms": "1", "partitioner": "murmur2_random",
                "enable.gapless.guarantee": "true", "log_level": "3",
            ])
        guard let producer = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0) else { return }
        defer { rd_kafka_destroy(producer) }
        let reference = rd_kafka_topic_new(producer, topic, nil)
        defer { rd_kafka_topic_destroy(reference) }
        for (key, value) in records {
            var value = value
            while rd_kafka_produce(
                reference, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, &value, value.count, key, key.count, nil) != 0
            {
                rd_kafka_poll(producer, 1)
            }
            rd_kafka_poll(producer, 0)
        }
        rd_kafka_flush(producer, 60_000)
    }

    /// Reads that many records as a member of a group; the time from the first record to the last.
    static func consume(_ count: Int, from topic: String, group: String, at servers: String) -> Duration {
        let configuration = configuration(
            servers,
            [
                "group.id": group, "auto.offset.reset": "earliest", "session.timeout.ms": "6000",
                "queued.max.messages.kbytes": "16384", "log_level": "3",
            ])
        guard let consumer = rd_kafka_new(RD_KAFKA_CONSUMER, configuration, nil, 0) else { return .zero }
        rd_kafka_poll_set_consumer(consumer)
        let list = rd_kafka_topic_partition_list_new(1)
        rd_kafka_topic_partition_list_add(list, topic, RD_KAFKA_PARTITION_UA)
        rd_kafka_subscribe(consumer, list)
        rd_kafka_topic_partition_list_destroy(list)
        var seen = 0
        var began = ContinuousClock.now
        while seen < count {
            guard let message = rd_kafka_consumer_poll(consumer, 100) else { continue }
            if message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR {
                if seen == 0 { began = .now }
                seen += 1
            }
            rd_kafka_message_destroy(message)
        }
        let took = ContinuousClock.now - began
        rd_kafka_consumer_close(consumer)
        rd_kafka_destroy(consumer)
        return took
    }
}
