import Foundation
import PostgresTestSupport
import Testing

/// The built `todo` program, serving a database of its own on a free port of this machine.
struct TodoServer: Sendable {
    let port: Int
    let folder: URL
    private let program: RunningProgram

    var http: HTTPClient { HTTPClient(port: port) }
    /// Everything is on one port.
    var doors: Doors { Doors(rest: [port], sockets: [port]) }

    private init(port: Int, folder: URL, arguments: [String]) throws {
        self.port = port
        self.folder = folder
        let database = folder.appendingPathComponent("todo.db").path
        program = try RunningProgram(
            "todo", called: "todo", ["serve", "--port", "\(port)", "--database", database] + arguments, in: folder
        ) {
            (try? await HTTPClient(port: port).send("GET", "/readyz").status) == 200
        }
    }

    /// Starts a server, runs the body, and stops the server whatever happened; its log is kept when the body throws.
    static func run(_ arguments: [String] = [], _ body: (TodoServer) async throws -> Void) async throws {
        let folder = try TestFolder.make("todo")
        let server = try TodoServer(port: try FreePort.find(), folder: folder, arguments: arguments)
        do {
            try await server.start()
            try await body(server)
            try await server.stop()
            try FileManager.default.removeItem(at: folder)
        } catch {
            await server.kill()
            Issue.record("the server's folder is kept: \(folder.path)\n\(await server.program.lastLogLines())")
            throw error
        }
    }

    /// Starts the program and waits until it is ready.
    func start() async throws {
        try await program.start()
    }

    /// Ends the program at once, as a power cut would.
    func kill() async {
        await program.kill()
    }

    /// Asks the program to end, and waits until it has; a status other than zero fails the test.
    func stop() async throws {
        try await program.stop()
    }
}

/// A folder of a test's own.
enum TestFolder {
    static func make(_ name: String) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(name)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
