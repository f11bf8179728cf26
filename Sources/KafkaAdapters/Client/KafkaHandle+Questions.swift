internal import CKafka
internal import CivilTime
internal import ServicePorts

// These calls block, so only a client's own thread may make them.
extension KafkaHandle {
    /// Partitions of a topic, all of them with a leader; waits for a topic that is being made; throws `EventBusError`.
    func partitions(
        of topic: String, isMade: Bool, timeout: Duration, problems: () -> String?
    ) throws(EventBusError) -> [Int32] {
        let deadline = ContinuousClock.now + timeout
        var last: KafkaErrorCode = .none
        while ContinuousClock.now < deadline {
            let remaining = max(.milliseconds(1), deadline - .now)
            let result = metadata(of: topic, timeout: remaining)
            if case .success(let partitions) = result, !partitions.isEmpty { return partitions.sorted() }
            if case .failure(let code) = result { last = code.code }
            if last == .unknownTopic, !isMade { break }
            guard last == .none || last == .unknownTopic || last == .leaderMissing else { break }
            pauseOfTopicCreation()
        }
        throw KafkaHandle.failure(of: topic, last, timeout: timeout, problems: problems())
    }

    private func pauseOfTopicCreation() {
        let nobody = rd_kafka_queue_new(client)
        defer { rd_kafka_queue_destroy(nobody) }
        if let event = rd_kafka_queue_poll(nobody, 50) { rd_kafka_event_destroy(event) }
    }

    private static func failure(
        of topic: String, _ code: KafkaErrorCode, timeout: Duration, problems: String?
    ) -> EventBusError {
        if code == .unknownTopic {
            return EventBusError(.unavailable, "there is no topic '\(topic)'; create it first: \(code)")
        }
        let lately = problems.map { "; lately: \($0)" } ?? ""
        return EventBusError(
            .unavailable, "no Kafka broker told the partitions of '\(topic)' within \(timeout): \(code)\(lately)")
    }

    /// An error code as an error.
    struct Failure: Error {
        let code: KafkaErrorCode
    }

    private func metadata(of topic: String, timeout: Duration) -> Result<[Int32], Failure> {
        let reference = rd_kafka_topic_new(client, topic, nil)
        defer { if let reference { rd_kafka_topic_destroy(reference) } }
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(client, 0, reference, &answer, Int32(clamping: timeout.wholeMilliseconds))
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer else { return .failure(Failure(code: .init(code))) }
        defer { rd_kafka_metadata_destroy(answer) }
        guard answer.pointee.topic_cnt > 0 else { return .success([]) }
        let found = answer.pointee.topics[0]
        guard found.err == RD_KAFKA_RESP_ERR_NO_ERROR else { return .failure(Failure(code: .init(found.err))) }
        let partitions = UnsafeBufferPointer(start: found.partitions, count: Int(found.partition_cnt))
        guard partitions.allSatisfy({ $0.leader >= 0 }) else { return .failure(Failure(code: .leaderMissing)) }
        return .success(partitions.map(\.id))
    }

    /// The oldest offset of a partition and the one that the next record gets; throws `EventBusError`.
    func watermarks(
        of topic: String, _ partition: Int32, timeout: Duration
    ) throws(EventBusError) -> (low: Int64, high: Int64) {
        var (low, high): (Int64, Int64) = (0, 0)
        let code = rd_kafka_query_watermark_offsets(
            client, topic, partition, &low, &high, Int32(clamping: timeout.wholeMilliseconds))
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw EventBusError(
                .unavailable, "no broker told the offsets of '\(topic)'[\(partition)]: \(KafkaErrorCode(code))")
        }
        return (low, high)
    }

    /// Where the client's group is in these partitions, without those where it never was; throws `EventBusError`.
    func committed(
        _ partitions: [Int32], of topic: String, timeout: Duration
    ) throws(EventBusError) -> [Int32: Int64] {
        let list = PartitionList(topic, partitions.map { ($0, Int64(RD_KAFKA_OFFSET_INVALID)) })
        let code = list.use { rd_kafka_committed(client, $0, Int32(clamping: timeout.wholeMilliseconds)) }
        let failed = list.entries.first { $0.error != .none }?.error ?? KafkaErrorCode(code)
        guard failed == .none else {
            throw EventBusError(.unavailable, "no broker told the group's positions in '\(topic)': \(failed)")
        }
        return list.entries.reduce(into: [:]) { positions, entry in
            if entry.offset >= 0 { positions[entry.partition] = entry.offset }
        }
    }
}
