internal import ArgumentParser
internal import KafkaAdapters
internal import ServicePorts
internal import TodoPorts
internal import TodoServer

/// Brings events of a topic to one service again.
struct EventsReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Bring events of a topic to one service again.",
        discussion: """
            Posts each event to the service itself, as its Dapr sidecar does, so no other service gets it and no
            consumer group's position moves. Services know an event that they have handled, so what comes twice has no
            second effect.

            Each event is a line of JSON with partition, offset, key, id, type, result and, if there is one, reason. The
            results are SUCCESS, RETRY (not handled now), DROP (refused for good) and HELD (not sent, as an earlier
            event of its key was answered RETRY). The last line sums up. The status is 1 when any event was not handled,
            or when there is none to send.
            """
    )

    @Option(help: "Where the service listens, such as http://127.0.0.1:8080.") var to: String
    @Option(help: "The service's consumer group of the topic.") var group: String
    @Option(help: "The topic.") var topic: String = TodoTopics.taskEvents.name
    @Option(help: "Where to begin: beginning, an offset, or an instant such as 2026-01-31T09:00:00Z.") var from: String
    @Option(help: "Where to end, that place not included: now, an offset, or an instant.") var until: String = "now"
    @Option(help: "Only events of this user; give it once for each.") var user: [String] = []
    @Option(help: "Only the event of this id; give it once for each.") var event: [String] = []
    @Flag(help: "Show what would be sent, and send nothing.") var dryRun = false
    @Option(help: "File that holds the token which the service's sidecar shows it (APP_API_TOKEN).")
    var tokenFile: String?
    @OptionGroup(title: "Kafka") var kafka: KafkaOptions

    func run() async throws {
        try await replay { line in
            StandardStream.output.write(line: String(decoding: try JSONCodec.encode(line), as: UTF8.self))
        }
    }

    /// Replays and shows each line; throws `ProgramFault` when any event was not handled.
    func replay(show: (any Encodable) throws -> Void) async throws {
        let (start, end) = (try KafkaReadingStart(text: from), try KafkaReadingEnd(text: until))
        let token = try tokenFile.map { path throws(SettingsFault) in try SecretFile.read(path, of: "--token-file") }
        let reader = try kafka.reader()
        let service = try ReplayedService(url: to, token: token, topic: topic, group: group)
        var replay = EventReplay(
            service: dryRun ? nil : service, selection: ReplaySelection(users: Set(user), identifiers: Set(event)))
        var failure: (any Error)?
        do {
            for try await record in try await reader.records(of: topic, from: start, until: end) {
                if let line = try await replay.take(record) { try show(line) }
                if replay.isDone { break }
            }
        } catch {
            failure = (error as? EventBusError).map { ProgramFault($0.message) } ?? error
        }
        await service.close()
        if replay.summary.events > 0 { try show(replay.summary) }
        if let failure = failure ?? replay.fault(topic: topic) { throw failure }
    }
}
