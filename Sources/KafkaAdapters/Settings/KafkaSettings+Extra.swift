extension KafkaSettings {
    /// Properties on which the promises of this module rest, with the setting to use instead.
    private static let owned: [String: String] = [
        "bootstrap.servers": "bootstrapServers", "metadata.broker.list": "bootstrapServers", "client.id": "clientID",
        "security.protocol": "tls and sasl", "sasl.mechanisms": "sasl", "sasl.mechanism": "sasl",
        "sasl.username": "sasl", "sasl.password": "sasl", "statistics.interval.ms": "statisticsInterval",
        "partitioner": "partitioner", "message.timeout.ms": "timeouts.delivery",
        "delivery.timeout.ms": "timeouts.delivery", "session.timeout.ms": "timeouts.session",
        "heartbeat.interval.ms": "timeouts.heartbeat", "group.id": "the subscription's group",
        "auto.offset.reset": "the subscription's start", "allow.auto.create.topics": "createsMissingTopics",
    ]

    /// Properties that have one right value here.
    private static let fixed: Set<String> = [
        "enable.idempotence", "enable.gapless.guarantee", "acks", "request.required.acks", "enable.auto.commit",
        "enable.auto.offset.store", "log.queue", "transactional.id", "enable.partition.eof", "log_cb", "error_cb",
    ]

    /// Properties of producers only, which a consumer would warn of, and the other way round.
    private static let ofProducers = [
        "queue.buffering.", "linger.ms", "batch.", "compression", "message.send.max.retries", "retries",
        "max.in.flight", "sticky.partitioning", "request.timeout.ms", "delivery.report",
    ]
    private static let ofConsumers = [
        "fetch.", "queued.", "max.poll.interval.ms", "max.partition.fetch.bytes", "isolation.level",
        "partition.assignment.strategy", "group.instance.id", "group.protocol.type", "check.crcs", "coordinator.",
    ]

    /// The further properties, without those that this module must decide itself.
    func extraProperties() throws(KafkaSettingsError) -> [ClientProperty] {
        for name in properties.keys.sorted() {
            if let setting = KafkaSettings.owned[name] {
                throw KafkaSettingsError("the Kafka property '\(name)' has a setting of its own: use \(setting)")
            }
            guard !KafkaSettings.fixed.contains(name) else {
                throw KafkaSettingsError(
                    "the Kafka property '\(name)' cannot be chosen: no event may be lost or pass another; remove it")
            }
        }
        return properties.sorted { $0.key < $1.key }.map { ClientProperty($0.key, $0.value) }
    }

    /// True when a client of that kind has a use for the property.
    static func concerns(_ property: ClientProperty, _ kind: ClientKind) -> Bool {
        let others = kind == .producer ? ofConsumers : ofProducers
        return !others.contains { property.name.hasPrefix($0) }
    }
}
