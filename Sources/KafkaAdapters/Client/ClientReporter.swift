internal import CKafka
internal import Logging
internal import Synchronization

/// Passes on what every client has to tell: log lines, errors and statistics.
final class ClientReporter: Sendable {
    private static let keptErrors = 4
    private static let keptFor: Duration = .seconds(60)

    let logger: Logger
    private let metrics: StatisticsMetrics
    private let recent: Mutex<[(text: String, time: ContinuousClock.Instant)]> = Mutex([])

    init(logger: Logger, metrics: StatisticsMetrics) {
        self.logger = logger
        self.metrics = metrics
    }

    /// Takes a log line, an error or statistics; false for an event of another kind.
    func take(_ event: borrowing KafkaEvent) -> Bool {
        switch event.type {
        case RD_KAFKA_EVENT_LOG: log(event)
        case RD_KAFKA_EVENT_STATS: metrics.update(fromJSON: event.statistics.map { String(cString: $0) } ?? "")
        case RD_KAFKA_EVENT_ERROR: note(event.errorText, event.error)
        default: return false
        }
        return true
    }

    private func log(_ event: borrowing KafkaEvent) {
        // Always on here, and each client would warn of it.
        guard let (level, text) = event.logLine, !text.contains("enable.gapless.guarantee") else { return }
        logger.log(level: ClientReporter.level(ofSyslog: level), "\(text)", source: "librdkafka")
    }

    private func note(_ text: String, _ code: KafkaErrorCode) {
        // How often and in which state differs from time to time, and says nothing new.
        let cause = text.split(separator: " (after ", maxSplits: 1).first.map(String.init) ?? text
        recent.withLock { recent in
            recent.removeAll { $0.text == cause }
            recent.append((cause, .now))
            if recent.count > ClientReporter.keptErrors { recent.removeFirst() }
        }
        metrics.countError(code.name)
        logger.warning("a Kafka client has a problem: \(text)", metadata: ["code": "\(code.name)"])
    }

    /// What went wrong lately, for the message of an error; nil when nothing did.
    var recentProblems: String? {
        let texts = recent.withLock { recent in
            recent.filter { ContinuousClock.now - $0.time < ClientReporter.keptFor }.map(\.text)
        }
        return texts.isEmpty ? nil : texts.joined(separator: "; ")
    }

    static func level(ofSyslog level: Int32) -> Logger.Level {
        switch level {
        case ...2: .critical
        case 3: .error
        case 4: .warning
        case 5: .notice
        case 6: .info
        default: .debug
        }
    }
}
