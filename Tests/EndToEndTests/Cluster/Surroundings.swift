import Foundation
import PostgresClient
import PostgresTestSupport

/// What one service needs around it, right in everything, and what is wrong for those who want it so.
struct Surroundings: Sendable {
    let folder: URL
    /// Everything that the service must be told.
    let environment: [String: String]
    /// Where the sidecar expects the service.
    let appPort: Int
    let database: String
    let emptyDatabase: String
    /// The database as a role sees it that was given nothing.
    let strangersDatabase: String
    /// A server that asks for passwords which nobody has.
    let guardedPort: Int
    /// A port on which nobody listens.
    let nobodysPort: Int
    /// A port on which somebody listens.
    let takenPort: Int

    /// Sets everything up, runs the body, and clears everything away.
    static func run(_ body: (Surroundings) async throws -> Void) async throws {
        let folder = try TestFolder.make("todo-startup")
        defer { try? FileManager.default.removeItem(at: folder) }
        let rules = folder.appendingPathComponent("pg_hba.conf")
        try Data("host all all 127.0.0.1/32 scram-sha-256\n".utf8).write(to: rules)
        let guarded = try PostgresServer(settings: ["hba_file=\(rules.path)"])
        defer { guarded.stop() }
        let seat = Seat(
            service: "notification", replica: 0, port: try FreePort.find(), sidecarPort: try FreePort.find())
        // The backend's port is the other one's: nobody calls either here.
        let backend = Seat(service: "backend", replica: 0, port: seat.port, sidecarPort: try FreePort.find())
        let description = folder.appendingPathComponent("sidecars.json")
        try Data(try SidecarFile(seats: [seat, backend], folder: folder).json.bytes()).write(to: description)
        let emulator = try RunningProgram(
            "dapr-emulator", called: "emulator", ["--file", description.path], in: folder
        ) {
            (try? await HTTPClient(port: seat.sidecarPort).send("GET", "/v1.0/healthz/outbound").status) == 204
        }
        try await emulator.start()
        do {
            try await body(
                try await Surroundings(folder: folder, guarded: guarded.port, seat: seat, taken: backend.sidecarPort))
        } catch {
            await emulator.kill()
            throw error
        }
        try await emulator.stop()
    }

    private init(folder: URL, guarded: Int, seat: Seat, taken: Int) async throws {
        self.folder = folder
        guardedPort = guarded
        appPort = seat.port
        takenPort = taken
        nobodysPort = try FreePort.find()
        emptyDatabase = try await SharedPostgres.makeDatabase()
        database = try await SharedPostgres.makeDatabase()
        let session = try await PostgresSession.connect(PostgresSettings(database))
        // Roles are the whole server's, and several of these are made at once.
        let stranger = "stranger_of_" + (database.split(separator: "/").last ?? "")
        try await session.script("CREATE ROLE \(stranger) LOGIN")
        strangersDatabase = database.replacing("tester@", with: "\(stranger)@")
        let migration = try ProgramRun(["migrate", "--database-url", database])
        guard migration.status == 0 else { throw NoAnswer(description: migration.errors) }
        environment = [
            "TODO_DATABASE_URL": database, "DAPR_HTTP_PORT": "\(seat.sidecarPort)",
            "DAPR_API_TOKEN": SidecarFile.apiToken, "APP_API_TOKEN": SidecarFile.appToken,
            "TODO_SIDECAR_WAIT_SECONDS": "0", "TODO_PORT": "0",
        ]
    }
}
