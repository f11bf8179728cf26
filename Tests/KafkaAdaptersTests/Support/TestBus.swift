import Foundation
import KafkaAdapters
import KafkaTestSupport
import Logging
import ServicePorts

extension KafkaSettings {
    /// Settings quick enough to be waited for; real brokers allow no session below six seconds unless told to.
    static func test(_ servers: [String], session: Duration = .seconds(6)) -> KafkaSettings {
        KafkaSettings(
            bootstrapServers: servers,
            timeouts: KafkaTimeouts(
                request: .seconds(10), delivery: .seconds(20), session: session, heartbeat: .milliseconds(100),
                revocation: .seconds(5)),
            createsMissingTopics: true, statisticsInterval: nil,
            properties: ["reconnect.backoff.ms": "50", "reconnect.backoff.max.ms": "200"])
    }

    /// Settings for that cluster.
    static func test(_ cluster: MockCluster) -> KafkaSettings {
        test(cluster.bootstrapServers, session: .seconds(4))
    }
}

/// Runs the body while the bus of these settings runs.
func withBus(
    _ settings: KafkaSettings, logger: Logger = .quiet, _ body: (KafkaEventBus) async throws -> Void
) async throws {
    let bus = try KafkaEventBus(settings: settings, logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await bus.run() }
        do {
            try await body(bus)
        } catch {
            bus.shutDown()
            throw error
        }
        bus.shutDown()
        try await group.waitForAll()
    }
}

extension Logger {
    /// A logger that says nothing unless `KAFKA_TEST_LOG` names a level.
    static var quiet: Logger {
        let level = ProcessInfo.processInfo.environment["KAFKA_TEST_LOG"].flatMap { Logger.Level(rawValue: $0) }
        guard let level else { return Logger(label: "kafka", factory: { _ in SwiftLogNoOpLogHandler() }) }
        var logger = Logger(label: "kafka")
        logger.logLevel = level
        return logger
    }
}
