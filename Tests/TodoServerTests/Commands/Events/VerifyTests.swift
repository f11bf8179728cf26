import ArgumentParser
import CivilTime
import EmbeddedAdapters
import Foundation
import KafkaAdapters
import KafkaTestSupport
import PostgresAdapters
import PostgresClient
import PostgresTestSupport
import ServicePorts
import Testing
import TodoDomain
import TodoPorts
import TodoServer

@testable import TodoServices
@testable import todo

@Suite("todo events verify", .timeLimit(.minutes(2)))
struct VerifyTests {
    private struct Summary: Decodable, Equatable {
        var events: Int
        var repeats: Int
        var users: Int
        var faults: Int
    }

    private func event(_ sequence: Int64, of user: UserID) -> CloudEvent<TaskEvent> {
        let change = Change(
            sequence: sequence, kind: .taskDeleted, taskID: TaskID(7), actor: .user, time: .epoch,
            correlationID: "correlation", effects: [.removeTask(TaskID(7))])
        return CloudEvent(
            id: "\(user)/\(sequence)", type: "com.evolutiontodo.task.deleted.v1", source: "/tests", time: .epoch,
            partitionKey: user.rawValue, sequence: sequence, correlationID: "correlation",
            data: TaskEvent(
                eventType: .deleted, taskID: TaskID(7), userID: user, taskData: nil, timestamp: .epoch,
                correlationID: "correlation", change: change))
    }

    /// A topic with events of two users.
    private func cluster() throws -> (MockCluster, [CloudEvent<TaskEvent>]) {
        let cluster = try MockCluster()
        let topic = TodoTopics.taskEvents
        cluster.makeTopic(topic.name, partitions: 2)
        let events = (1...4).flatMap { sequence in ["sara", "omar"].map { event(sequence, of: UserID($0)) } }
        try publishRaw(
            try events.map { ($0.partitionKey, String(decoding: try topic.encode($0), as: UTF8.self)) },
            to: topic.name, at: cluster.bootstrapServers)
        return (cluster, events)
    }

    /// Makes the trail of the events, as the service does.
    private func audit(_ events: [CloudEvent<TaskEvent>], in log: any AuditLog) async throws {
        for event in events {
            let head = try await log.head(of: event.data.userID)
            let hash = try AuditChain.hash(
                previousHash: head.hash, userID: event.data.userID, eventID: event.id, change: event.data.change,
                digest: ContentHash())
            try await log.append(
                AuditEntry(
                    userID: event.data.userID, eventID: event.id, change: event.data.change, previousHash: head.hash,
                    hash: hash))
        }
    }

    private func verify(
        _ cluster: MockCluster, _ arguments: [String]
    ) async -> (faults: [AuditComparison.Fault], summary: Summary?, message: String) {
        var (faults, summary): ([AuditComparison.Fault], Summary?) = ([], nil)
        do {
            let brokers = cluster.bootstrapServers.joined(separator: ",")
            try await EventsVerifyCommand.parse(["--brokers", brokers] + arguments).verify { shown in
                let bytes = try JSONCodec.encode(shown)
                if let fault = try? JSONCodec.decode(AuditComparison.Fault.self, from: bytes) {
                    faults.append(fault)
                } else {
                    summary = try JSONCodec.decode(Summary.self, from: bytes)
                }
            }
        } catch {
            return (faults, summary, EventsVerifyCommand.message(for: error))
        }
        return (faults, summary, "")
    }

    @Test("a trail in PostgreSQL that agrees is told as such, and what it lacks is told with its place")
    func postgres() async throws {
        let (cluster, events) = try cluster()
        let address = try await SharedPostgres.makeDatabase()
        _ = try await PostgresMigrator(PostgresSettings(address)).migrate()
        let pool = PostgresPool(try PostgresSettings(address))
        try await audit(events.dropLast(), in: PostgresAuditLog(pool: pool))
        let password = try TemporaryFile("not asked for here\n")
        let arguments = ["--database-url", address, "--database-password-file", password.path]
        let short = await verify(cluster, arguments)
        #expect(short.faults.map(\.userID) == [UserID("omar")] && short.faults.map(\.sequence) == [4])
        #expect(short.faults.first?.reason.contains("the trail has no entry") == true)
        #expect(short.summary == Summary(events: 8, repeats: 0, users: 2, faults: 1))
        #expect(short.message == "topic and audit trail disagree")
        try await audit(Array(events.suffix(1)), in: PostgresAuditLog(pool: pool))
        let whole = await verify(cluster, arguments)
        #expect(whole.message == "" && whole.faults.isEmpty)
        #expect(whole.summary == Summary(events: 8, repeats: 0, users: 2, faults: 0))
        await pool.shutDown()
    }

    @Test("a trail in a SQLite file is compared too")
    func sqlite() async throws {
        let (cluster, events) = try cluster()
        let folder = FileManager.default.temporaryDirectory.appending(path: "todo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "trail.db").path
        try await audit(events, in: SQLiteAuditLog(database: try EmbeddedDatabase(path: path)))
        let whole = await verify(cluster, ["--database", path])
        #expect(whole.message == "" && whole.summary == Summary(events: 8, repeats: 0, users: 2, faults: 0))
    }

    @Test("a database that cannot be used is told in one line, before any event is read")
    func tellsTheDatabase() async throws {
        let cluster = try MockCluster()
        let empty = try await SharedPostgres.makeDatabase()
        let cases = [
            (["--database-url", empty], "run: todo migrate"),
            (["--database-url", "postgresql://tester@127.0.0.1:1/x"], "Connection refused"),
            (["--database-url", "nonsense"], "--database-url: the database's address cannot be read"),
            (["--database", "/nowhere/todo.db"], "there is no database '/nowhere/todo.db'"),
        ]
        for (arguments, message) in cases {
            let run = await verify(cluster, arguments)
            #expect(run.message.contains(message) && !run.message.contains("\n"), "\(run.message)")
            #expect(run.summary == nil)
        }
    }

    @Test("one of file and address names the trail, and a password goes with the address")
    func refusesArguments() async throws {
        let cluster = try MockCluster()
        let both = ["--database", "todo.db", "--database-url", "postgresql://a@b/c"]
        for arguments in [[], both] {
            #expect(await verify(cluster, arguments).message.contains("one of --database"))
        }
        let alone = await verify(cluster, ["--database", "todo.db", "--database-password-file", "x"])
        #expect(alone.message.contains("--database-password-file goes with --database-url"))
    }
}
