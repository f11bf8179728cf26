internal import CKafka
internal import CivilTime
public import Logging
public import ServicePorts

/// Lists and makes topics.
public struct KafkaTopics: Sendable {
    let settings: KafkaSettings
    let logger: Logger

    /// Topics of those brokers; asks no broker yet.
    public init(settings: KafkaSettings, logger: Logger = Logger(label: "kafka")) {
        self.settings = settings
        self.logger = logger
    }

    /// Every topic that the client may see, by name, without those of the brokers themselves; throws `EventBusError`.
    public func list() async throws(EventBusError) -> [KafkaTopic] {
        try await TopicClient.ask(settings, logger) { client throws(EventBusError) in try client.list() }
    }

    /// True when the brokers have the topic; throws `EventBusError`.
    public func exists(_ topic: String) async throws(EventBusError) -> Bool {
        try await list().contains { $0.name == topic }
    }

    /// Makes the topics; one that is there already stays as it is; throws `EventBusError` with the broker's reason.
    public func create(_ topics: [KafkaTopicDefinition]) async throws(EventBusError) {
        guard !topics.isEmpty else { return }
        try await TopicClient.ask(settings, logger) { client throws(EventBusError) in try client.create(topics) }
    }
}
