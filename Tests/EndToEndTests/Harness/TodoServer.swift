import Foundation
import Testing

/// The built `todo` program, serving a database of its own on a free port of this machine.
actor TodoServer {
    nonisolated let port: Int
    nonisolated let folder: URL
    private var process: Process?
    /// Further arguments of `todo serve`.
    private let arguments: [String]
    private var starts = 0

    nonisolated var http: HTTPClient { HTTPClient(port: port) }

    private init(port: Int, folder: URL, arguments: [String]) {
        self.port = port
        self.arguments = arguments
        self.folder = folder
    }

    /// Starts a server, runs the body, and stops the server whatever happened; its log is kept when the body throws.
    static func run(_ arguments: [String] = [], _ body: (TodoServer) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("todo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let server = TodoServer(port: try FreePort.find(), folder: folder, arguments: arguments)
        do {
            try await server.start()
            try await body(server)
            try await server.stop()
            try FileManager.default.removeItem(at: folder)
        } catch {
            await server.kill()
            Issue.record("the server's folder is kept: \(folder.path)\n\(await server.lastLogLines())")
            throw error
        }
    }

    /// Starts the program and waits until it is ready.
    func start() async throws {
        starts += 1
        let process = Process()
        process.executableURL = try TodoServer.program()
        process.arguments =
            ["serve", "--port", "\(port)", "--database", folder.appendingPathComponent("todo.db").path] + arguments
        process.currentDirectoryURL = folder
        let log = folder.appendingPathComponent("log-\(starts)")
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        let handle = try FileHandle(forWritingTo: log)
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        self.process = process
        try await eventually("the server to be ready") {
            guard process.isRunning else {
                throw NoAnswer(description: "todo serve ended with status \(process.terminationStatus)")
            }
            return try? await http.send("GET", "/readyz").status == 200 ? true : nil
        }
    }

    /// Ends the program at once, as a power cut would.
    func kill() async {
        guard let process, process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        while process.isRunning { try? await Task.sleep(for: .milliseconds(5)) }
    }

    /// Asks the program to end, and waits until it has; a status other than zero fails the test.
    func stop() async throws {
        guard let process, process.isRunning else { return }
        process.terminate()
        try await eventually("the server to end after SIGTERM") { process.isRunning ? nil : true }
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 0)
    }

    private func lastLogLines() -> String {
        let data = FileManager.default.contents(atPath: folder.appendingPathComponent("log-\(starts)").path) ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").suffix(30).joined(separator: "\n")
    }

    /// The program built together with these tests.
    static func program() throws -> URL {
        let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let program = folder.appendingPathComponent("todo")
        guard FileManager.default.isExecutableFile(atPath: program.path) else {
            throw NoAnswer(description: "no program at \(program.path): run swift build first")
        }
        return program
    }
}

/// Finds ports that nobody listens on.
enum FreePort {
    /// A port of the loopback interface that was free a moment ago.
    static func find() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw NoAnswer(description: "no socket: errno \(errno)") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0 ? getsockname(descriptor, generic, &length) : -1
            }
        }
        guard status == 0 else { throw NoAnswer(description: "no free port: errno \(errno)") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
