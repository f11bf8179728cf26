internal import CKafka
internal import Logging
internal import Synchronization

extension GroupConsumer {
    /// Sends what the brokers do not know yet of these partitions or of all; true when they know everything.
    @discardableResult
    func commit(_ partitions: [Int32]? = nil) -> Bool {
        let offsets = guarded.withLock { guarded -> [(partition: Int32, offset: Int64)]? in
            let offsets = guarded.state.uncommitted(of: partitions)
            // The answer to the one before comes first; a partition that leaves cannot wait for it.
            guard !offsets.isEmpty, guarded.commitsInFlight == 0 || partitions != nil else {
                return offsets.isEmpty && guarded.commitsInFlight == 0 ? nil : []
            }
            guarded.commitsInFlight += 1
            return offsets
        }
        guard let offsets else { return true }
        guard !offsets.isEmpty else { return false }
        let list = PartitionList(member.topic, offsets)
        let code = KafkaErrorCode(list.use { rd_kafka_commit_queue(handle.client, $0, handle.queue, nil, nil) })
        guard code != .none else { return false }
        guarded.withLock { $0.commitsInFlight -= 1 }
        reporter.logger.warning("storing the position of \(member.group) in \(member.topic) failed: \(code)")
        return false
    }

    /// Takes the brokers' answer; what they did not take is sent again with the next commit.
    func noteCommit(_ event: borrowing KafkaEvent) {
        let entries = PartitionList.entries(of: event.partitions)
        let failure = event.error != .none ? event.error : entries.first { $0.error != .none }?.error ?? .none
        guarded.withLock { guarded in
            guarded.commitsInFlight = max(0, guarded.commitsInFlight - 1)
            guard event.error == .none else { return }
            for entry in entries where entry.error == .none {
                guarded.state.noteCommitted(entry.partition, entry.offset)
            }
        }
        guard failure != .none, failure != .noOffset else { return }
        reporter.logger.notice("storing the position of \(member.group) in \(member.topic) failed: \(failure)")
    }
}
