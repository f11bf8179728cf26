internal import CKafka
internal import CivilTime
internal import Logging
internal import ServicePorts
internal import Synchronization

extension GroupConsumer {
    /// The work of the client's thread: joins the group, serves it, leaves it.
    func poll() {
        do {
            try join()
            opened.give(.success(()))
            serve()
        } catch {
            opened.give(.failure(error))
        }
        room.destroy()
        closed.give(.success(()))
        if mayBeDestroyed || !opened.isSuccess { handle.destroy() } else { handle.abandon() }
    }

    /// False while freeing the client may end the program.
    ///
    /// Before 2.3, librdkafka's cooperative assignor aborts when it is freed between joining a group and its first
    /// assignment (its issue 4312). So a member waits for that, and if it does not come, its client is not freed.
    private var mayBeDestroyed: Bool {
        rd_kafka_version() >= 0x0203_0000 || guarded.withLock { $0.wasAssigned }
    }

    private func serve() {
        let interval = settings.consumption.commitInterval
        let pollMilliseconds = Int32(clamping: max(1, min(100, interval.wholeMilliseconds)))
        var nextCommit = ContinuousClock.now + interval
        var closing = Closing.notYet
        while !(closing == .begun && rd_kafka_consumer_closed(handle.client) != 0) {
            if let event = handle.poll(milliseconds: pollMilliseconds) { take(event) }
            finishRevocation()
            resumeReading()
            guard ContinuousClock.now >= nextCommit else { continue }
            let isCommitted = commit()
            nextCommit = .now + interval
            if closing == .notYet, guarded.withLock({ $0.mayClose }) {
                closing = .committing(until: .now + settings.timeouts.request)
            }
            if case .committing(let deadline) = closing,
                isCommitted && mayBeDestroyed || ContinuousClock.now >= deadline
            {
                closing = .begun
                leaveGroup()
            }
        }
    }

    private enum Closing: Equatable {
        case notYet
        /// The last position is being stored; brokers that do not answer must not keep the program.
        case committing(until: ContinuousClock.Instant)
        case begun
    }

    private func take(_ event: borrowing KafkaEvent) {
        switch event.type {
        case RD_KAFKA_EVENT_FETCH: event.forEachMessage { take($0) }
        case RD_KAFKA_EVENT_REBALANCE: rebalance(event)
        case RD_KAFKA_EVENT_OFFSET_COMMIT: noteCommit(event)
        default: _ = reporter.take(event)
        }
    }

    private func take(_ message: UnsafePointer<rd_kafka_message_t>) {
        guard message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        let record = ConsumedRecord(message)
        let isFull = guarded.withLock { guarded in
            let isFull = guarded.state.accept(record)
            guarded.awaited = isFull ? record.partition : nil
            return isFull
        }
        signal.raise()
        if isFull { makeRoom(record.partition) }
    }

    /// Waits a little for handlers to catch up, then pauses the partition.
    ///
    /// What librdkafka has fetched ahead of a pause is fetched again after it. While every handler is busy, other
    /// partitions lose nothing by a longer wait.
    private func makeRoom(_ partition: Int32) {
        let began = ContinuousClock.now
        while true {
            let (hasSlack, isSaturated) = guarded.withLock { ($0.state.hasSlack(partition), $0.state.isSaturated) }
            guard !hasSlack, ContinuousClock.now - began < .milliseconds(isSaturated ? 50 : 5) else { break }
            room.wait(milliseconds: 5)
        }
        let pauses = guarded.withLock { guarded in
            guarded.awaited = nil
            return guarded.state.pauseIfFull(partition)
        }
        guard pauses else { return }
        let list = PartitionList(member.topic, [(partition, 0)])
        _ = list.use { rd_kafka_pause_partitions(handle.client, $0) }
    }

    private func resumeReading() {
        let partitions = guarded.withLock { $0.state.takeResumable() }
        guard !partitions.isEmpty else { return }
        let list = PartitionList(member.topic, partitions.map { ($0, 0) })
        _ = list.use { rd_kafka_resume_partitions(handle.client, $0) }
    }

    private func leaveGroup() {
        guard let error = rd_kafka_consumer_close_queue(handle.client, handle.queue) else { return }
        reporter.logger.error("leaving the group failed: \(KafkaErrorCode(rd_kafka_error_code(error)))")
        rd_kafka_error_destroy(error)
    }
}
