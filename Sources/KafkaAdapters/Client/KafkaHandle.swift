internal import CKafka
internal import Synchronization

/// A client of librdkafka with the queue that all that it has to tell comes through; both may be used by any thread.
final class KafkaHandle: @unchecked Sendable {
    // Unchecked because pointers are not Sendable; librdkafka guards what is behind them. They are used until
    // `destroy`, which the client's own thread calls last; only `wake` may come later.
    let client: OpaquePointer
    let queue: OpaquePointer
    private let isAlive: Mutex<Bool> = Mutex(true)

    /// A client with these properties; throws `KafkaSettingsError` for one that librdkafka refuses.
    init(_ kind: ClientKind, _ properties: [ClientProperty]) throws(KafkaSettingsError) {
        let configuration = try KafkaHandle.configuration(properties)
        let type = kind == .producer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER
        var text: [CChar] = Array(repeating: 0, count: 512)
        guard let client = rd_kafka_new(type, configuration, &text, text.count) else {
            rd_kafka_conf_destroy(configuration)
            throw KafkaSettingsError("the Kafka client cannot be made: \(KafkaHandle.text(text))")
        }
        let hasGroup = properties.contains { $0.name == "group.id" }
        if hasGroup { rd_kafka_poll_set_consumer(client) }
        let queue = hasGroup ? rd_kafka_queue_get_consumer(client) : rd_kafka_queue_get_main(client)
        guard let queue else {
            rd_kafka_destroy(client)
            throw KafkaSettingsError("the Kafka client cannot be made: it has no queue")
        }
        self.client = client
        self.queue = queue
        rd_kafka_set_log_queue(client, queue)
    }

    private static func configuration(_ properties: [ClientProperty]) throws(KafkaSettingsError) -> OpaquePointer {
        guard let configuration = rd_kafka_conf_new() else {
            throw KafkaSettingsError("the Kafka client cannot be made: no memory for its configuration")
        }
        var text: [CChar] = Array(repeating: 0, count: 512)
        for property in properties {
            let result = rd_kafka_conf_set(configuration, property.name, property.value, &text, text.count)
            guard result != RD_KAFKA_CONF_OK else { continue }
            rd_kafka_conf_destroy(configuration)
            throw refusal(of: property, isUnknown: result == RD_KAFKA_CONF_UNKNOWN, reason: KafkaHandle.text(text))
        }
        rd_kafka_conf_set_events(
            configuration,
            RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_FETCH | RD_KAFKA_EVENT_LOG | RD_KAFKA_EVENT_ERROR
                | RD_KAFKA_EVENT_REBALANCE | RD_KAFKA_EVENT_OFFSET_COMMIT | RD_KAFKA_EVENT_STATS)
        return configuration
    }

    private static func refusal(
        of property: ClientProperty, isUnknown: Bool, reason: String
    ) -> KafkaSettingsError {
        if isUnknown {
            let advice = PropertyNames.nearest(to: property.name).map { "; did you mean '\($0)'?" } ?? ""
            let version = String(cString: rd_kafka_version_str())
            return KafkaSettingsError("librdkafka \(version) has no Kafka property '\(property.name)'\(advice)")
        }
        // librdkafka's own text may quote the value.
        guard !property.isSecret else {
            return KafkaSettingsError("the Kafka property '\(property.name)' has a value that cannot be used")
        }
        return KafkaSettingsError("the Kafka property '\(property.name)' cannot be '\(property.value)': \(reason)")
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Waits for the next event; nil when none came in time or the wait was ended by `wake`.
    func poll(milliseconds: Int32) -> KafkaEvent? {
        guard let event = rd_kafka_queue_poll(queue, milliseconds) else { return nil }
        return KafkaEvent(event)
    }

    /// Ends the wait of the client's thread; harmless after `destroy`.
    func wake() {
        isAlive.withLock { if $0 { rd_kafka_queue_yield(queue) } }
    }

    /// Lets go of a client that must not be freed; it stays, idle, until the program ends.
    func abandon() {
        isAlive.withLock { $0 = false }
        rd_kafka_set_log_level(client, 0)
        rd_kafka_queue_destroy(queue)
    }

    /// Frees the client; blocks until its threads have ended, and nothing of it may be used afterwards.
    func destroy() {
        isAlive.withLock { $0 = false }
        rd_kafka_queue_destroy(queue)
        rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }
}
