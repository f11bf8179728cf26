internal import CKafka
internal import DequeModule
internal import Logging
internal import Synchronization

extension ProducerClient {
    /// The work of the producer's thread.
    func poll() {
        while !isDone {
            free(takeEvent())
            giveUpLateBatches()
        }
        handle.destroy()
    }

    private var isDone: Bool { guarded.withLock { $0.isRetired && $0.outstanding == 0 } }

    /// Takes the next event, if one comes; how many records' fates it told.
    private func takeEvent() -> Int {
        guard let event = handle.poll(milliseconds: 50) else { return 0 }
        guard event.type != RD_KAFKA_EVENT_DR else { return settle(event) }
        _ = reporter.take(event)
        if event.isFatal { purge(RD_KAFKA_PURGE_F_QUEUE, because: event.errorText) }
        return 0
    }

    private func settle(_ event: borrowing KafkaEvent) -> Int {
        var settled = 0
        event.forEachMessage { message in
            settled += 1
            guard let opaque = message.pointee._private else { return }
            let batch = Unmanaged<PublishingBatch>.fromOpaque(opaque).takeRetainedValue()
            batch.settle(KafkaErrorCode(message.pointee.err), rd_kafka_message_status(message))
        }
        return settled
    }

    /// Lets publishers go on that wait for room; librdkafka's queue has it only once the event is freed.
    private func free(_ settled: Int) {
        guard settled > 0 else { return }
        let waiters = guarded.withLock { guarded in
            guarded.outstanding -= settled
            defer { guarded.spaceWaiters.removeAll() }
            return guarded.spaceWaiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private func giveUpLateBatches() {
        let isLate = guarded.withLock { guarded in
            while let first = guarded.batches.first, first.isSettled { guarded.batches.removeFirst() }
            guard let first = guarded.batches.first, first.deadline <= .now else { return false }
            guarded.batches.removeFirst()
            return true
        }
        guard isLate else { return }
        purge(RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT, because: "no acknowledgement in time")
    }

    /// Retires the producer and fails what it has not sent, or also what it has sent without an answer.
    private func purge(_ what: Int32, because reason: String) {
        reporter.logger.warning("a Kafka producer is replaced: \(reason)")
        retire()
        rd_kafka_purge(handle.client, what)
    }
}
