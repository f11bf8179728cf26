import Foundation
import PostgresTestSupport
import Testing

/// Every service as processes of their own on loopback: replicas of each, PostgreSQL and the emulator of sidecars.
actor Cluster {
    /// The services of which there are replicas, as the command line calls them, with their application ids.
    static let services = [
        "backend": "backend-service", "notification": "notification-service", "recurring": "recurring-task-service",
        "audit": "audit-service", "websocket": "websocket-service",
    ]

    private let folder: URL
    private var database: PostgresServer
    private let emulator: RunningProgram
    private let programs: [String: RunningProgram]
    nonisolated let doors: Doors

    /// Names of the processes of services, as `backend-0`.
    nonisolated let names: [String]

    private init(folder: URL, replicas: [String: Int]) async throws {
        self.folder = folder
        let database = try PostgresServer()
        self.database = database
        try await Cluster.migrate(database, in: folder)
        let seats = try Seat.places(replicas: replicas)
        let description = folder.appendingPathComponent("sidecars.json")
        try Data(try SidecarFile(seats: seats, folder: folder).json.bytes()).write(to: description)
        emulator = try RunningProgram(
            "dapr-emulator", called: "emulator", ["--file", description.path], in: folder
        ) {
            (try? await HTTPClient(port: seats[0].sidecarPort).send("GET", "/v1.0/healthz/outbound").status) == 204
        }
        names = seats.map(\.name)
        programs = try Dictionary(
            uniqueKeysWithValues: seats.map { ($0.name, try $0.program(database: database.address(), in: folder)) })
        doors = Seat.doors(seats)
    }

    /// Starts a cluster, runs the body, and stops everything whatever happened; logs are kept when the body throws.
    ///
    /// `replicas` says how many there are of which service.
    static func run(
        replicas: [String: Int] = services.mapValues { _ in 2 }, _ body: (Cluster) async throws -> Void
    ) async throws {
        let folder = try TestFolder.make("todo-cluster")
        let cluster = try await Cluster(folder: folder, replicas: replicas)
        do {
            try await cluster.startAll()
            try await body(cluster)
            try await cluster.stopAll()
            try FileManager.default.removeItem(at: folder)
        } catch {
            let logs = await cluster.lastLogLines()
            await cluster.killAll()
            Issue.record("the cluster's folder is kept: \(folder.path)\n\(logs)")
            throw error
        }
    }

    private static func migrate(_ database: PostgresServer, in folder: URL) async throws {
        let migration = try RunningProgram(
            "todo", called: "migrate", ["migrate", "--database-url", database.address()], in: folder
        ) { true }
        try await migration.launch()
        try await migration.waitForSuccess()
    }

    /// All at once, as a cluster would start them.
    private func startAll() async throws {
        try await emulator.launch()
        for program in programs.values { try await program.launch() }
        for program in programs.values { try await program.waitUntilReady() }
    }

    private func stopAll() async throws {
        for name in names { try await programs[name]?.stop() }
        try await emulator.stop()
        database.stop()
    }

    private func killAll() async {
        for program in programs.values { await program.kill() }
        await emulator.kill()
        database.stop()
    }

    private func lastLogLines() async -> String {
        var text = "== emulator\n\(await emulator.lastLogLines(10))\n"
        for name in names { text += "== \(name)\n\(await programs[name]?.lastLogLines(10) ?? "")\n" }
        return text
    }

    /// Ends a service's process as a power cut would, and starts it again.
    func crash(_ name: String) async throws {
        try await #require(programs[name]).crash()
    }

    /// Ends a service's process as a rolling update does, and starts it again.
    func restart(_ name: String) async throws {
        try await #require(programs[name]).restart()
    }

    /// Ends every sidecar with the broker and the scheduler behind them at once, and starts them again.
    func crashSidecars() async throws {
        try await emulator.crash()
        try await waitUntilReady()
    }

    /// Ends the database at once, and starts it again.
    func crashDatabase() async throws {
        try database.crash()
        database = try database.restarted()
        try await waitUntilReady()
    }

    private func waitUntilReady() async throws {
        for name in names { try await programs[name]?.waitUntilReady() }
    }
}
