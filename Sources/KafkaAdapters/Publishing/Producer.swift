internal import CKafka
internal import Logging
internal import ServicePorts
internal import Synchronization

/// Publishes records in order and says exactly what is known when it fails.
final class Producer: Sendable {
    private struct Guarded {
        var client: ProducerClient?
        var isClosed = false
    }

    private let settings: KafkaSettings
    private let reporter: ClientReporter
    private let guarded: Mutex<Guarded> = Mutex(Guarded())

    init(settings: KafkaSettings, reporter: ClientReporter) {
        self.settings = settings
        self.reporter = reporter
    }

    deinit {
        close()
    }

    /// Returns when the brokers have every record; throws `EventBusError`, after which any prefix may be there.
    func publish(_ records: [OutgoingRecord], to topic: String) async throws(EventBusError) {
        guard !records.isEmpty else { return }
        let client = try client()
        if let index = records.firstIndex(where: { $0.key.count + $0.value.count > client.largestRecordBytes }) {
            let size = records[index].key.count + records[index].value.count
            throw EventBusError(
                .invalid,
                "event \(index + 1) of \(records.count) for '\(topic)' has \(size) bytes; "
                    + "at most \(client.largestRecordBytes) can be published (message.max.bytes)")
        }
        let batch = PublishingBatch(deadline: .now + settings.timeouts.delivery)
        client.watch(batch)
        let refusal = await handOver(records, to: topic, of: batch, client)
        let outcome = await batch.finish()
        guard refusal != nil || outcome.persisted < records.count else { return }
        throw EventBusError(outcome, refusal, of: records.count, topic: topic, problems: reporter.recentProblems)
    }

    /// Hands the records over, waiting while the queue is full; the error with which librdkafka refused one.
    private func handOver(
        _ records: [OutgoingRecord], to topic: String, of batch: PublishingBatch, _ client: ProducerClient
    ) async -> KafkaErrorCode? {
        for record in records {
            handing: while true {
                switch client.handOver(record, to: topic, of: batch) {
                case .taken: break handing
                case .full: await client.waitForRoom()
                case .retired: return KafkaErrorCode(RD_KAFKA_RESP_ERR__PURGE_QUEUE)
                case .refused(let code): return code
                }
            }
        }
        return nil
    }

    /// The producer in use, or a new one when that was retired.
    private func client() throws(EventBusError) -> ProducerClient {
        let result = guarded.withLock { guarded -> Result<ProducerClient, EventBusError> in
            guard !guarded.isClosed else { return .failure(EventBusError(.unavailable, "the bus is shut down")) }
            if let client = guarded.client, !client.isRetired { return .success(client) }
            do {
                let client = try ProducerClient(settings: settings, reporter: reporter)
                guarded.client = client
                return .success(client)
            } catch {
                return .failure(EventBusError(.invalid, "\(error)"))
            }
        }
        return try result.get()
    }

    /// Takes no more records; those handed over still go out.
    func close() {
        let client = guarded.withLock { guarded in
            guarded.isClosed = true
            defer { guarded.client = nil }
            return guarded.client
        }
        client?.retire()
    }
}
