internal import ArgumentParser
internal import EmbeddedAdapters
internal import FoundationEssentials
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
            offset and reason; the last line sums up. The status is 1 when there is any. The server must not be running.
            """
    )

    @Option(help: "The topic with what happened to tasks.") var topic: String = TodoTopics.taskEvents.name
    @Option(help: "Where to begin: beginning, an offset, or an instant such as 2026-01-31T09:00:00Z.")
    var from: String = "beginning"
    @Option(help: "SQLite file that holds the audit trail.") var database: String = "todo.db"
    @OptionGroup(title: "Kafka") var kafka: KafkaOptions

    func run() async throws {
        let start = try KafkaReadingStart(text: from)
        let reader = try kafka.reader()
        let log = try openTrail()
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
            try show(try await comparison.finish(), unreadable)
        } catch let error as EventBusError {
            throw ProgramFault(error.message)
        } catch let error as AuditLogError {
            throw ProgramFault(error.message)
        }
    }

    private func openTrail() throws(ProgramFault) -> SQLiteAuditLog {
        // Opening would make one.
        guard FileManager.default.fileExists(atPath: database) else {
            throw ProgramFault("there is no database '\(database)'; name the one of the server with --database")
        }
        do {
            return SQLiteAuditLog(database: try EmbeddedDatabase(path: database))
        } catch {
            throw ProgramFault("\(error)")
        }
    }

    private func show(_ report: AuditComparison.Report, _ unreadable: Int) throws {
        for fault in report.faults { try show(fault) }
        let faults = report.faults.count + unreadable
        try show(
            Summary(events: report.events, repeats: report.repeats, users: report.users, faults: faults))
        guard faults == 0 else { throw ProgramFault("topic and audit trail disagree") }
    }

    private func show(_ line: some Encodable) throws {
        StandardStream.output.write(line: String(decoding: try JSONCodec.encode(line), as: UTF8.self))
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
