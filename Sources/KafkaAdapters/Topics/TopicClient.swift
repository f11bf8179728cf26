internal import CKafka
internal import CivilTime
internal import Logging
internal import ServicePorts

/// A client for one question about topics, with a thread that waits for the answer.
struct TopicClient {
    let handle: KafkaHandle
    let settings: KafkaSettings
    let reporter: ClientReporter

    /// Puts the question on a thread of its own; throws `EventBusError`.
    static func ask<Answer: Sendable>(
        _ settings: KafkaSettings, _ logger: Logger,
        _ question: @escaping @Sendable (TopicClient) throws(EventBusError) -> Answer
    ) async throws(EventBusError) -> Answer {
        let answer = OneTimeResult<Answer, EventBusError>()
        do {
            let handle = try KafkaHandle(.consumer, settings.readerProperties())
            let reporter = ClientReporter(logger: logger, metrics: StatisticsMetrics(role: "topics"))
            try PollThread.start {
                let client = TopicClient(handle: handle, settings: settings, reporter: reporter)
                do throws(EventBusError) {
                    answer.give(.success(try question(client)))
                } catch {
                    answer.give(.failure(error))
                }
                handle.destroy()
            }
        } catch {
            throw EventBusError(.invalid, error.message)
        }
        return try await answer.wait()
    }

    private var timeoutMilliseconds: Int32 { Int32(clamping: settings.timeouts.request.wholeMilliseconds) }

    func list() throws(EventBusError) -> [KafkaTopic] {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let code = KafkaErrorCode(rd_kafka_metadata(handle.client, 1, nil, &metadata, timeoutMilliseconds))
        guard code == .none, let metadata else { throw unanswered(code) }
        defer { rd_kafka_metadata_destroy(metadata) }
        let topics = UnsafeBufferPointer(start: metadata.pointee.topics, count: Int(metadata.pointee.topic_cnt))
        return topics.compactMap { topic in
            let name = String(cString: topic.topic)
            guard topic.err == RD_KAFKA_RESP_ERR_NO_ERROR, !name.hasPrefix("__") else { return nil }
            let replicas = topic.partition_cnt > 0 ? Int(topic.partitions[0].replica_cnt) : 0
            return KafkaTopic(name: name, partitions: Int(topic.partition_cnt), replicas: replicas)
        }.sorted { $0.name < $1.name }
    }

    private func unanswered(_ code: KafkaErrorCode) -> EventBusError {
        while let event = handle.poll(milliseconds: 0) { _ = reporter.take(event) }
        let lately = reporter.recentProblems.map { "; lately: \($0)" } ?? ""
        return EventBusError(
            .unavailable, "no Kafka broker answered within \(settings.timeouts.request): \(code)\(lately)")
    }

    func create(_ definitions: [KafkaTopicDefinition]) throws(EventBusError) {
        var topics: [OpaquePointer?] = []
        defer { rd_kafka_NewTopic_destroy_array(&topics, topics.count) }
        for definition in definitions { topics.append(try newTopic(definition)) }
        let options = rd_kafka_AdminOptions_new(handle.client, RD_KAFKA_ADMIN_OP_CREATETOPICS)
        defer { if let options { rd_kafka_AdminOptions_destroy(options) } }
        rd_kafka_AdminOptions_set_request_timeout(options, timeoutMilliseconds, nil, 0)
        rd_kafka_AdminOptions_set_operation_timeout(options, timeoutMilliseconds, nil, 0)
        rd_kafka_CreateTopics(handle.client, &topics, topics.count, options, handle.queue)
        // The request ends by its own timeout at the latest.
        while true {
            guard let event = rd_kafka_queue_poll(handle.queue, 100) else { continue }
            defer { rd_kafka_event_destroy(event) }
            guard let result = rd_kafka_event_CreateTopics_result(event) else { continue }
            let code = KafkaErrorCode(rd_kafka_event_error(event))
            guard code == .none else { throw unanswered(code) }
            return try check(result)
        }
    }

    private func check(_ result: OpaquePointer) throws(EventBusError) {
        var count = 0
        guard let results = rd_kafka_CreateTopics_result_topics(result, &count) else { return }
        for topic in UnsafeBufferPointer(start: results, count: count) {
            let code = KafkaErrorCode(rd_kafka_topic_result_error(topic))
            let isThere = code == KafkaErrorCode(RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
            guard code != .none, !isThere else { continue }
            let name = rd_kafka_topic_result_name(topic).map { String(cString: $0) } ?? ""
            let reason = rd_kafka_topic_result_error_string(topic).map { String(cString: $0) } ?? ""
            throw EventBusError(.invalid, "the topic '\(name)' cannot be made: \(code) \(reason)")
        }
    }

    private func newTopic(_ definition: KafkaTopicDefinition) throws(EventBusError) -> OpaquePointer {
        guard !definition.name.isEmpty, definition.partitions >= 1, definition.replicas ?? 1 >= 1 else {
            throw EventBusError(
                .invalid,
                "the topic '\(definition.name)' cannot be made: it needs a name and at least 1 partition and 1 replica")
        }
        var text: [CChar] = Array(repeating: 0, count: 512)
        guard
            let topic = rd_kafka_NewTopic_new(
                definition.name, Int32(clamping: definition.partitions), Int32(clamping: definition.replicas ?? -1),
                &text, text.count)
        else {
            let reason = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw EventBusError(.invalid, "the topic '\(definition.name)' cannot be made: \(reason)")
        }
        for (name, value) in definition.configuration.sorted(by: { $0.key < $1.key }) {
            rd_kafka_NewTopic_set_config(topic, name, value)
        }
        return topic
    }
}
