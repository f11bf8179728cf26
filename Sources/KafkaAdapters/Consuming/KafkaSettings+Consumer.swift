internal import CivilTime

extension KafkaSettings {
    /// Properties of a member of a group; throws `KafkaSettingsError`.
    func consumerProperties(group: String) throws(KafkaSettingsError) -> [ClientProperty] {
        guard !group.isEmpty else { throw KafkaSettingsError("a Kafka consumer group needs a name") }
        // What is fetched ahead of a pause is fetched again, so it is bounded by its bytes. A small bound by number is
        // slow: librdkafka looks again only after half a second when it is reached.
        let defaults = [
            ClientProperty("partition.assignment.strategy", "cooperative-sticky"),
            ClientProperty("queued.max.messages.kbytes", 16_384),
        ]
        let owned = [
            ClientProperty("group.id", group), ClientProperty("enable.auto.commit", false),
            ClientProperty("enable.auto.offset.store", false),
            // Only for groups without a position, and one that starts at the latest has been given one.
            ClientProperty("auto.offset.reset", "earliest"),
            ClientProperty("allow.auto.create.topics", createsMissingTopics),
            ClientProperty("session.timeout.ms", timeouts.session.wholeMilliseconds),
            ClientProperty("heartbeat.interval.ms", timeouts.heartbeat.wholeMilliseconds),
        ]
        let common = try commonProperties().filter { KafkaSettings.concerns($0, .consumer) }
        return defaults + common + owned
    }

    /// Properties of a client that reads or asks without a group; throws `KafkaSettingsError`.
    func readerProperties() throws(KafkaSettingsError) -> [ClientProperty] {
        let common = try commonProperties().filter { KafkaSettings.concerns($0, .consumer) }
        return [ClientProperty("queued.max.messages.kbytes", 16_384)] + common + [
            ClientProperty("enable.partition.eof", true), ClientProperty("allow.auto.create.topics", false),
            ClientProperty("auto.offset.reset", "error"),
        ]
    }
}
