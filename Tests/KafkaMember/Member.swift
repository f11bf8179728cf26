import Foundation
import KafkaAdapters
import Logging
import ServicePorts

/// A group member as a program of its own, so that a test can kill it: prints what it is given, `handled` before it
/// answers success, and never answers for an event whose id is named as the one to hang on.
///
/// Arguments: brokers, topic, group, hanging event's id.
@main
enum Member {
    private struct Anything: Codable, Sendable {}

    /// Writes a line at once.
    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    }

    static func main() async throws {
        let arguments = CommandLine.arguments
        let settings = KafkaSettings(
            bootstrapServers: arguments[1].split(separator: ",").map(String.init),
            timeouts: KafkaTimeouts(session: .seconds(4), heartbeat: .milliseconds(100)), statisticsInterval: nil)
        let bus = try KafkaEventBus(
            settings: settings, logger: Logger(label: "kafka", factory: { _ in SwiftLogNoOpLogHandler() }))
        let hanging = arguments[4]
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await bus.run() }
            _ = try await bus.subscribe(
                to: Topic<Anything>(arguments[2]), as: SubscriptionOptions(group: arguments[3])
            ) { delivery in
                guard delivery.event.id != hanging else {
                    say("hangs \(delivery.event.id)")
                    try? await SystemClock().sleep(for: .seconds(3_600))
                    return .retry(reason: "stopped")
                }
                say("handled \(delivery.event.id)")
                return .success
            }
            try await group.waitForAll()
        }
    }
}
