internal import Foundation
internal import Synchronization

/// A PostgreSQL server of the tests' own: on loopback, on a free port, in a folder that goes with it.
///
/// A shell stands between this process and the server and stops it when its own input ends, so the server goes with its
/// folder whenever and however this process does.
public final class PostgresServer: @unchecked Sendable {
    /// Where it listens.
    public let port: Int
    private let directory: URL
    private let environment: [String: String]
    private let supervisor: Process
    private let input: Pipe

    /// Makes and starts a server; `settings` are lines for its configuration.
    public init(settings: [String] = []) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "postgres-\(UUID().uuidString)")
        port = try FreePort.find()
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }
        if geteuid() == 0 { try PostgresServer.run("chown", ["postgres", directory.path], environment) }
        let data = directory.appending(path: "data").path
        let (initdb, initdbArguments) = try PostgresServer.command(
            "initdb", ["-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions"])
        try PostgresServer.run(initdb, initdbArguments, environment)
        (supervisor, input) = try PostgresServer.start(data: data, port: port, settings: settings, environment)
        try waitUntilReady()
    }

    deinit { stop() }

    /// The server's address with a database of it.
    public func address(database: String = "postgres", user: String = "tester") -> String {
        "postgresql://\(user)@127.0.0.1:\(port)/\(database)"
    }

    /// Kills every process of the server at once, as a crash would; its supervisor ends too.
    public func crash() throws {
        let identifier = try String(contentsOf: directory.appending(path: "data/postmaster.pid"), encoding: .utf8)
            .split(separator: "\n").first.flatMap { pid_t($0) }
        if let identifier { kill(identifier, SIGKILL) }
        supervisor.waitUntilExit()
    }

    /// Stops the server; its supervisor removes its folder.
    public func stop() {
        try? input.fileHandleForWriting.close()
        supervisor.waitUntilExit()
    }

    /// The same data on the same port after a crash.
    public func restarted() throws -> PostgresServer { try PostgresServer(continuing: self) }

    private init(continuing other: PostgresServer) throws {
        (directory, port, environment) = (other.directory, other.port, other.environment)
        let data = directory.appending(path: "data").path
        (supervisor, input) = try PostgresServer.start(data: data, port: port, settings: [], environment)
        try waitUntilReady()
    }

    /// One server at a time is started.
    private static let starting: Mutex<Void> = Mutex(())

    private static func start(
        data: String, port: Int, settings: [String], _ environment: [String: String]
    ) throws -> (Process, Pipe) {
        let folder = URL(filePath: data).deletingLastPathComponent().path
        let own = ["fsync=off", "max_connections=200", "listen_addresses=127.0.0.1", "unix_socket_directories="]
        let (program, arguments) = try command(
            "postgres", ["-D", data, "-p", "\(port)"] + (own + settings).flatMap { ["-c", $0] })
        let line = ([program] + arguments).map { "'\($0)'" }.joined(separator: " ")
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        // Every signal may be blocked for what is started here. So the shell waits for the server in the foreground, as
        // its `wait` needs a signal, and ends its other half by the one that cannot be blocked.
        process.arguments = [
            "-c",
            """
            exec 3<&0
            (read -r line <&3; >'\(data)/stopping'; kill -INT $(head -n 1 '\(data)/postmaster.pid')) 2>/dev/null &
            waiter=$!
            \(line) </dev/null >'\(folder)/log' 2>&1
            if [ -e '\(data)/stopping' ]; then rm -rf '\(folder)'; else kill -KILL $waiter; fi
            """,
        ]
        process.environment = environment
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return try starting.withLock { _ in
            let input = Pipe()
            process.standardInput = input
            // No server may hold the end by whose closing it, or another one, is told to stop.
            _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
            try process.run()
            return (process, input)
        }
    }

    /// PostgreSQL refuses to run as root, so there it runs as the user that its package made.
    private static func command(_ name: String, _ arguments: [String]) throws -> (String, [String]) {
        let program = try binaries() + "/" + name
        guard geteuid() == 0 else { return (program, arguments) }
        return ("/usr/bin/setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", program] + arguments)
    }

    private static func binaries() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        guard let newest = versions.compactMap({ Int($0) }).max() else {
            throw PostgresServerFault("there is no PostgreSQL under \(root); run: make deps")
        }
        return "\(root)/\(newest)/bin"
    }

    private static func run(_ program: String, _ arguments: [String], _ environment: [String: String]) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = environment
        process.currentDirectoryURL = FileManager.default.temporaryDirectory
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw PostgresServerFault("\(program) failed: \(String(decoding: text, as: UTF8.self))")
        }
    }

    private func waitUntilReady() throws {
        for _ in 0..<600 {
            let log = (try? String(contentsOf: directory.appending(path: "log"), encoding: .utf8)) ?? ""
            // After a crash the log of before is there no more: each start writes it anew.
            if log.contains("database system is ready to accept connections") { return }
            guard supervisor.isRunning else { throw PostgresServerFault("the server ended: \(log)") }
            usleep(50_000)
        }
        throw PostgresServerFault("the server was not ready within 30 seconds")
    }
}

/// The server could not be made.
public struct PostgresServerFault: Error, CustomStringConvertible {
    /// Why.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
