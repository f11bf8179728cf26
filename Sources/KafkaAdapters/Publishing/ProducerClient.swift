internal import CKafka
internal import DequeModule
internal import Logging
internal import Synchronization

/// One producer of librdkafka with its thread, until it is retired.
///
/// An event's failure must not let a later event of its key pass it. librdkafka promises that for failures that brokers
/// report (`enable.gapless.guarantee`), but not for its own `message.timeout.ms`, which takes single messages out of
/// the middle. So that one is off. When a batch is not acknowledged in time, or librdkafka reports a fatal error, the
/// whole producer is retired: what waits is purged at once, and later calls get a new one.
final class ProducerClient: Sendable {
    struct Guarded {
        var outstanding = 0
        var isRetired = false
        var batches: Deque<PublishingBatch> = []
        var spaceWaiters: [CheckedContinuation<Void, Never>] = []
    }

    let handle: KafkaHandle
    let reporter: ClientReporter
    /// The most bytes that key and value of a record may have together.
    let largestRecordBytes: Int
    let guarded: Mutex<Guarded> = Mutex(Guarded())

    /// A producer whose thread runs; throws `KafkaSettingsError`.
    init(settings: KafkaSettings, reporter: ClientReporter) throws(KafkaSettingsError) {
        handle = try KafkaHandle(.producer, settings.producerProperties())
        self.reporter = reporter
        largestRecordBytes = settings.largestRecordBytes
        do {
            try PollThread.start { self.poll() }
        } catch {
            handle.destroy()
            throw error
        }
    }

    /// What became of a record that was handed over.
    enum Handover {
        case taken
        case full
        case retired
        case refused(KafkaErrorCode)
    }

    /// True once it takes no more records.
    var isRetired: Bool { guarded.withLock { $0.isRetired } }

    /// Hands a record to librdkafka, which copies it; does not wait.
    func handOver(_ record: OutgoingRecord, to topic: String, of batch: PublishingBatch) -> Handover {
        // Under the lock, so that no record slips in after a purge and passes those that it failed.
        guarded.withLock { guarded in
            guard !guarded.isRetired else { return .retired }
            batch.add()
            let code = produce(record, to: topic, of: batch)
            guard code == .none else {
                batch.remove()
                guard code == .queueFull else { return .refused(code) }
                // Too large for a queue that is empty: no waiting would help.
                return guarded.outstanding > 0 ? .full : .refused(.init(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE))
            }
            guarded.outstanding += 1
            return .taken
        }
    }

    private func produce(
        _ record: OutgoingRecord, to topic: String, of batch: PublishingBatch
    ) -> KafkaErrorCode {
        let headers = rd_kafka_headers_new(record.headers.count)
        for header in record.headers {
            rd_kafka_header_add(headers, header.name, -1, header.value, header.value.utf8.count)
        }
        let opaque = Unmanaged.passRetained(batch)
        // An empty array may have no address, and a key without an address is no key, which goes to any partition.
        let code = withUnsafePointer(to: 0 as UInt8) { somewhere in
            record.key.withUnsafeBufferPointer { key in
                record.value.withUnsafeBufferPointer { value in
                    ckafka_produce(
                        handle.client, topic, key.baseAddress ?? somewhere, key.count, value.baseAddress ?? somewhere,
                        value.count, headers, opaque.toOpaque())
                }
            }
        }
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return .none }
        opaque.release()
        rd_kafka_headers_destroy(headers)
        return KafkaErrorCode(code)
    }

    /// Watches over the batch's deadline.
    func watch(_ batch: PublishingBatch) {
        guarded.withLock { $0.batches.append(batch) }
    }

    /// Returns when the queue may have room again or the producer is retired.
    func waitForRoom() async {
        await withCheckedContinuation { continuation in
            let returns = guarded.withLock { guarded in
                // Without anything outstanding nobody would wake the waiter.
                guard !guarded.isRetired, guarded.outstanding > 0 else { return true }
                guarded.spaceWaiters.append(continuation)
                return false
            }
            if returns { continuation.resume() }
        }
    }

    /// Takes no more records; the thread ends once the fate of those outstanding is known.
    func retire() {
        let waiters = guarded.withLock { guarded in
            guarded.isRetired = true
            defer { guarded.spaceWaiters.removeAll() }
            return guarded.spaceWaiters
        }
        for waiter in waiters { waiter.resume() }
        handle.wake()
    }
}
