import Foundation
import Synchronization
import Testing

/// A group member in a process of its own.
final class MemberProcess: Sendable {
    private let process: Process = Process()
    private let output: Mutex<String> = Mutex("")

    init(servers: [String], topic: String, group: String, hangingOn eventID: String) throws {
        let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let pipe = Pipe()
        process.executableURL = folder.appendingPathComponent("KafkaMember")
        process.arguments = [servers.joined(separator: ","), topic, group, eventID]
        process.standardOutput = pipe
        pipe.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            guard !data.isEmpty else { return handle.readabilityHandler = nil }
            self?.output.withLock { $0 += String(decoding: data, as: UTF8.self) }
        }
        try process.run()
    }

    deinit {
        kill()
    }

    /// The whole lines that it has printed.
    var lines: Set<String> {
        Set(output.withLock { $0 }.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
    }

    /// Ends it without a chance to say goodbye.
    func kill() {
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
