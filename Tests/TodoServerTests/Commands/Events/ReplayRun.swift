import ArgumentParser
import KafkaAdapters
import KafkaTestSupport
import Logging
import ServicePorts

@testable import todo

/// One run of `todo events replay` and what it showed.
struct ReplayRun {
    struct Line: Decodable, Equatable {
        var offset: Int64
        var key: String?
        var id: String?
        var result: String
        var reason: String?
    }

    struct Summary: Decodable, Equatable {
        var events: Int
        var succeeded: Int
        var retry = 0
        var dropped = 0
        var held = 0
    }

    private(set) var lines: [Line] = []
    private(set) var summary: Summary?
    private(set) var fault: (any Error)?

    /// Replays the topic of the tests from its beginning, unless the arguments say otherwise.
    init(_ cluster: MockCluster, to url: String, from start: String = "beginning", _ arguments: [String] = []) async {
        let usual = [
            "--brokers", cluster.bootstrapServers.joined(separator: ","), "--to", url, "--from", start, "--topic",
            HearingService.topic.name, "--group", HearingService.group,
        ]
        do {
            // Of two values of an option the later one counts.
            try await EventsReplayCommand.parse(usual + arguments).replay { shown in
                let bytes = try JSONCodec.encode(shown)
                if let line = try? JSONCodec.decode(Line.self, from: bytes) {
                    lines.append(line)
                } else {
                    summary = try JSONCodec.decode(Summary.self, from: bytes)
                }
            }
        } catch {
            fault = error
        }
    }

    /// What came of a user's events, in order.
    func results(of user: String) -> [String] { lines.filter { $0.key == user }.map(\.result) }

    /// Why it failed; empty when it did not.
    var message: String { fault.map { "\($0)" } ?? "" }
}

extension MockCluster {
    /// Publishes events to the topic of the tests, which it makes with three partitions if told to.
    func publish(_ events: [NoteEvent], makingTopic: Bool = true) async throws {
        if makingTopic { makeTopic(HearingService.topic.name, partitions: 3) }
        let bus = try KafkaEventBus(
            settings: KafkaSettings(bootstrapServers: bootstrapServers, statisticsInterval: nil),
            logger: Logger(label: "kafka", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await bus.run() }
            defer { bus.shutDown() }
            try await bus.publish(events, to: HearingService.topic)
        }
    }
}
