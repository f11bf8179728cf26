import Foundation
import Testing

/// A program of this package as a process of its own, with a log for each start.
actor RunningProgram {
    nonisolated let name: String
    private let executable: URL
    private let arguments: [String]
    private let environment: [String: String]
    private let folder: URL
    private let isReady: @Sendable () async -> Bool
    private var process: Process?
    private var starts = 0

    /// The built program, which is up once `isReady` says so; it runs in `folder`, where its logs are.
    init(
        _ program: String, called name: String, _ arguments: [String], environment: [String: String] = [:],
        in folder: URL, isReady: @escaping @Sendable () async -> Bool
    ) throws {
        executable = try RunningProgram.executable(program)
        self.name = name
        self.arguments = arguments
        self.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        self.folder = folder
        self.isReady = isReady
    }

    /// No program outlives its test, however that ends.
    deinit {
        if let process, process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
    }

    /// Starts the program without waiting for it.
    func launch() throws {
        starts += 1
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = folder
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        let handle = try FileHandle(forWritingTo: log)
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        self.process = process
    }

    /// Waits until it is ready; throws when it ends instead.
    func waitUntilReady() async throws {
        try await eventually("\(name) to be ready") {
            guard let process, process.isRunning else {
                throw NoAnswer(description: "\(name) ended with status \(process?.terminationStatus ?? -1)")
            }
            return await isReady() ? true : nil
        }
    }

    /// Starts the program and waits until it is ready.
    func start() async throws {
        try launch()
        try await waitUntilReady()
    }

    /// Ends the program at once, as a power cut would.
    func kill() async {
        guard let process, process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        while process.isRunning { try? await Task.sleep(for: .milliseconds(5)) }
    }

    /// Ends the program as a power cut would while it runs, and starts it again; one that had ended fails the test.
    func crash() async throws {
        #expect(process?.isRunning == true, "\(name) had ended before")
        await kill()
        try await start()
    }

    /// Has the program end and start again, as an update does; one that had ended fails the test.
    func restart() async throws {
        #expect(process?.isRunning == true, "\(name) had ended before")
        try await stop()
        try await start()
    }

    /// Asks the program to end, and waits until it has; a status other than zero fails the test.
    func stop() async throws {
        guard let process, process.isRunning else { return }
        process.terminate()
        try await eventually("\(name) to end after SIGTERM") { process.isRunning ? nil : true }
        #expect(process.terminationReason == .exit, "\(name)")
        #expect(process.terminationStatus == 0, "\(name)")
    }

    /// Waits until the program has ended; throws, with what it said, when it failed.
    func waitForSuccess() async throws {
        guard let process else { return }
        try await eventually("\(name) to end") { process.isRunning ? nil : true }
        guard process.terminationStatus == 0 else {
            throw NoAnswer(description: "\(name) failed: \(lastLogLines())")
        }
    }

    private var log: URL { folder.appendingPathComponent("\(name)-\(starts).log") }

    /// The last lines of the newest log.
    func lastLogLines(_ count: Int = 30) -> String {
        let text = String(decoding: FileManager.default.contents(atPath: log.path) ?? Data(), as: UTF8.self)
        return text.split(separator: "\n").suffix(count).joined(separator: "\n")
    }

    /// The program built together with these tests.
    static func executable(_ name: String) throws -> URL {
        let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let program = folder.appendingPathComponent(name)
        guard FileManager.default.isExecutableFile(atPath: program.path) else {
            throw NoAnswer(description: "no program at \(program.path): run swift build first")
        }
        return program
    }
}
