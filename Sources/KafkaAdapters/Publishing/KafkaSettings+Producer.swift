internal import CivilTime

extension KafkaSettings {
    /// Properties of a producer; throws `KafkaSettingsError`.
    func producerProperties() throws(KafkaSettingsError) -> [ClientProperty] {
        // A request without an answer must end before its batch is given up, as long as that is long enough.
        let requestMilliseconds = min(60_000, max(1_000, timeouts.delivery.wholeMilliseconds / 2))
        let defaults = [
            ClientProperty("linger.ms", 1), ClientProperty("socket.timeout.ms", requestMilliseconds),
        ]
        let owned = [
            ClientProperty("enable.idempotence", true), ClientProperty("enable.gapless.guarantee", true),
            ClientProperty("acks", "all"), ClientProperty("message.timeout.ms", 0),
            ClientProperty("partitioner", partitioner.rawValue),
        ]
        let common = try commonProperties().filter { KafkaSettings.concerns($0, .producer) }
        return defaults + common + owned
    }

    /// The most bytes that a record may have, as a property says or librdkafka by default.
    var largestRecordBytes: Int {
        properties["message.max.bytes"].flatMap { Int($0) } ?? 1_000_000
    }
}
