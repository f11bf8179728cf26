internal import CKafka
public import Logging
public import ServicePorts

/// Reads topics for operators: joins no group and moves no position.
public struct KafkaTopicReader: Sendable {
    let settings: KafkaSettings
    let logger: Logger

    /// A reader of those brokers; throws `KafkaSettingsError`, but asks no broker yet.
    public init(settings: KafkaSettings, logger: Logger = Logger(label: "kafka")) throws(KafkaSettingsError) {
        self.settings = settings
        self.logger = logger
        _ = try settings.readerProperties()
    }

    /// Records of a topic, in order within a partition; of some partitions only, when they are named.
    ///
    /// Returns once the range is fixed; throws `EventBusError` for a topic or partition that does not exist and when no
    /// broker answers.
    public func records(
        of topic: String, from start: KafkaReadingStart = .beginning, until end: KafkaReadingEnd = .now,
        partitions: Set<Int32>? = nil
    ) async throws(EventBusError) -> KafkaRecords {
        let reading: TopicReading
        do {
            reading = try TopicReading(
                TopicReading.Question(topic: topic, start: start, end: end, partitions: partitions), settings: settings,
                reporter: ClientReporter(logger: logger, metrics: StatisticsMetrics(role: "reader")))
        } catch {
            throw EventBusError(.invalid, error.message)
        }
        try await reading.opened.wait()
        return KafkaRecords(reading: reading)
    }
}

/// Records of a topic, read as they are asked for; may be iterated once.
public struct KafkaRecords: AsyncSequence, Sendable {
    let reading: TopicReading
    private let abandonment: Abandonment

    init(reading: TopicReading) {
        self.reading = reading
        abandonment = Abandonment(reading)
    }

    /// Ends the reading when nobody can ask for records any more.
    final class Abandonment: Sendable {
        let reading: TopicReading
        init(_ reading: TopicReading) { self.reading = reading }
        deinit { reading.stop() }
    }

    /// Asks for one record after the other.
    public struct Iterator: AsyncIteratorProtocol {
        let reading: TopicReading
        let abandonment: Abandonment

        /// The next record; nil at the end of the range and when the task is cancelled; throws `EventBusError`.
        public mutating func next() async throws -> KafkaRecord? {
            try await reading.next()
        }
    }

    /// An iterator over what was not read yet.
    public func makeAsyncIterator() -> Iterator {
        Iterator(reading: reading, abandonment: abandonment)
    }
}
