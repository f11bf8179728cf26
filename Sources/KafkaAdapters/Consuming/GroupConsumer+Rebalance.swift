internal import CKafka
internal import Logging
internal import ServicePorts
internal import Synchronization

extension GroupConsumer {
    /// Takes partitions on, or begins to let them go.
    func rebalance(_ event: borrowing KafkaEvent) {
        let partitions = PartitionList.entries(of: event.partitions).map(\.partition)
        reporter.logger.debug(
            "rebalance of \(member.group): \(event.error.name) \(partitions.sorted()) of \(member.topic)")
        if event.error == .assignPartitions {
            assign(partitions)
        } else if rd_kafka_assignment_lost(handle.client) != 0 {
            // Others have them already, so neither a commit nor patience is of use.
            release(partitions)
        } else {
            guarded.withLock { guarded in
                guarded.state.beginLeaving(partitions)
                guarded.revocation = (partitions, .now + settings.timeouts.revocation)
            }
        }
    }

    /// Lets the partitions of a revocation go, once no handler of theirs runs or patience is over.
    func finishRevocation() {
        let finished = guarded.withLock { guarded -> [Int32]? in
            guard let (partitions, deadline) = guarded.revocation else { return nil }
            guard guarded.state.isIdle(partitions) || ContinuousClock.now >= deadline else { return nil }
            guarded.revocation = nil
            return partitions
        }
        guard let finished else { return }
        // librdkafka sends the commit before it leaves the partitions and waits for the answer.
        commit(finished)
        release(finished)
    }

    private func assign(_ partitions: [Int32]) {
        let starts = unknownStarts(of: partitions)
        guarded.withLock { guarded in
            guarded.wasAssigned = true
            for partition in partitions { guarded.state.assign(partition, start: starts[partition]) }
        }
        let list = PartitionList(
            member.topic, partitions.map { ($0, starts[$0] ?? Int64(RD_KAFKA_OFFSET_INVALID)) })
        if isCooperative {
            report(list.use { rd_kafka_incremental_assign(handle.client, $0) })
        } else {
            report(list.use { rd_kafka_assign(handle.client, $0) })
        }
    }

    private func release(_ partitions: [Int32]) {
        guarded.withLock { $0.state.leave(partitions) }
        if isCooperative {
            let list = PartitionList(member.topic, partitions.map { ($0, 0) })
            report(list.use { rd_kafka_incremental_unassign(handle.client, $0) })
        } else {
            report(rd_kafka_assign(handle.client, nil))
        }
    }

    private var isCooperative: Bool {
        rd_kafka_rebalance_protocol(handle.client).map { String(cString: $0) } == "COOPERATIVE"
    }

    private func report(_ error: OpaquePointer?) {
        guard let error else { return }
        report(rd_kafka_error_code(error))
        rd_kafka_error_destroy(error)
    }

    private func report(_ code: rd_kafka_resp_err_t) {
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        reporter.logger.error("a rebalance of \(member.group) failed: \(KafkaErrorCode(code))")
    }
}
