internal import ArgumentParser
internal import KafkaAdapters
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServer
internal import TodoServices

/// Compares a topic with the audit trail that was made of it.
struct EventsVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compare the events on a topic with the audit trail.",
        discussion: """
            Reckons each entry's hash anew from the event on the topic, and follows each user's chain. Each disagreement
            is a line of JSON with user_id, sequence and reason, and each record that is no event one with partition,
            offset and reason; the last line sums up. The status is 1 when there is any.

            The trail is in a SQLite file, whose server must not be running, or in a PostgreSQL database, which is only
            read. Changes that are made meanwhile may be told as missing on one side: compare again to be sure.
            """
    )

    @Option(help: "The topic with what happened to tasks.") var topic: String = TodoTopics.taskEvents.name
    @Option(help: "Where to begin: beginning, an offset, or an instant such as 2026-01-31T09:00:00Z.")
    var from: String = "beginning"
    @OptionGroup(title: "Audit trail") var trail: AuditTrailOptions
    @OptionGroup(title: "Kafka") var kafka: KafkaOptions

    func run() async throws {
        try await verify { line in
            StandardStream.output.write(line: String(decoding: try JSONCodec.encode(line), as: UTF8.self))
        }
    }

    /// Compares and shows each line; throws `ProgramFault` when there is any disagreement.
    func verify(show: (any Encodable) throws -> Void) async throws {
        let start = try KafkaReadingStart(text: from)
        let reader = try kafka.reader()
        try await trail.withTrail { log in
            do {
                let records = try await reader.records(of: topic, from: start)
                var comparison = AuditComparison(log: log, digest: ContentHash())
                var unreadable = 0
                for try await record in records {
                    do {
                        try await comparison.take(try Topic<TaskEvent>(topic).decode(record.value ?? []))
                    } catch let error as DecodingError {
                        unreadable += 1
                        try show(Unreadable(partition: record.partition, offset: record.offset, reason: "\(error)"))
                    }
                }
                try tell(try await comparison.finish(), unreadable, show)
            } catch let error as EventBusError {
                throw ProgramFault(error.message)
            } catch let error as AuditLogError {
                throw ProgramFault(error.message)
            }
        }
    }

    private func tell(
        _ report: AuditComparison.Report, _ unreadable: Int, _ show: (any Encodable) throws -> Void
    ) throws {
        for fault in report.faults { try show(fault) }
        let faults = report.faults.count + unreadable
        try show(
            Summary(events: report.events, repeats: report.repeats, users: report.users, faults: faults))
        guard faults == 0 else { throw ProgramFault("topic and audit trail disagree") }
    }

    private struct Unreadable: Encodable {
        let partition: Int32
        let offset: Int64
        let reason: String
    }

    private struct Summary: Encodable {
        let events: Int
        let repeats: Int
        let users: Int
        let faults: Int
    }
}
