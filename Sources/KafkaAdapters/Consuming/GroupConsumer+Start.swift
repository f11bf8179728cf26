internal import CKafka
internal import CivilTime
internal import Logging
internal import ServicePorts
internal import Synchronization

extension GroupConsumer {
    /// Fixes where a new group begins and joins it; throws `EventBusError`.
    func join() throws(EventBusError) {
        let timeout = settings.timeouts.request
        let partitions = try handle.partitions(
            of: member.topic, isMade: settings.createsMissingTopics, timeout: timeout,
            problems: { takeProblems() })
        if member.start == .latest { try fixStart(partitions, timeout) }
        let code = PartitionList(topic: member.topic).use { rd_kafka_subscribe(handle.client, $0) }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw EventBusError(.invalid, "'\(member.topic)' cannot be subscribed to: \(KafkaErrorCode(code))")
        }
    }

    /// Makes the end of the topic, as it is now, the position of a group that has none.
    ///
    /// The brokers' own `auto.offset.reset=latest` begins where the topic ends when the member gets its partitions,
    /// which is later. A group that has members takes no commit from outside; then the starts are kept until they are
    /// assigned.
    private func fixStart(_ partitions: [Int32], _ timeout: Duration) throws(EventBusError) {
        let committed = try handle.committed(partitions, of: member.topic, timeout: timeout)
        let new = partitions.filter { committed[$0] == nil }
        guard !new.isEmpty else { return }
        var starts: [Int32: Int64] = [:]
        for partition in new {
            starts[partition] = try handle.watermarks(of: member.topic, partition, timeout: timeout).high
        }
        let list = PartitionList(member.topic, starts.map { ($0.key, $0.value) })
        let code = list.use { rd_kafka_commit(handle.client, $0, 0) }
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR || list.entries.contains(where: { $0.error != .none }) else { return }
        reporter.logger.debug("the start of \(member.group) is kept until it is assigned: \(KafkaErrorCode(code))")
        guarded.withLock { $0.starts = starts }
    }

    /// Starts of partitions of which the brokers know none; each is used for one assignment, then they know it.
    func unknownStarts(of partitions: [Int32]) -> [Int32: Int64] {
        let starts = guarded.withLock { guarded in
            let starts = guarded.starts.filter { partitions.contains($0.key) }
            for partition in starts.keys { guarded.starts[partition] = nil }
            return starts
        }
        guard !starts.isEmpty else { return [:] }
        do {
            let known = try handle.committed(
                Array(starts.keys), of: member.topic, timeout: settings.timeouts.request)
            return starts.filter { known[$0.key] == nil }
        } catch {
            // Beginning there again delivers events twice at worst.
            reporter.logger.warning("the positions of \(member.group) are not known: \(error.message)")
            return starts
        }
    }

    /// Reads the errors that the client has reported so far.
    private func takeProblems() -> String? {
        while let event = handle.poll(milliseconds: 0) { _ = reporter.take(event) }
        return reporter.recentProblems
    }
}
