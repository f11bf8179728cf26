import Foundation

/// The built program, run beside the tests.
final class Program {
    private let process = Process()
    private let output = Pipe()
    private let errors = Pipe()

    private static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent()

    init(_ arguments: [String]) throws {
        process.executableURL = Program.folder.appendingPathComponent("dapr-emulator")
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = errors
        try process.run()
    }

    /// The ports by name that the program tells once it listens.
    func ports(_ count: Int) -> [String: Int] {
        var text = ""
        while text.split(separator: "\n").count < count {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { break }
            text += String(decoding: data, as: UTF8.self)
        }
        let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
        return Dictionary(lines.compactMap { $0.count == 2 ? (String($0[0]), Int($0[1]) ?? 0) : nil }) { $1 }
    }

    /// What the program wrote to standard error before it ended by itself, and its status.
    func end() -> (status: Int32, errors: String) {
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
        process.waitUntilExit()
    }

    var endedBySignal: Bool { process.terminationReason == .uncaughtSignal }
    var status: Int32 { process.terminationStatus }
}
