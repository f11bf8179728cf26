internal import BenchmarkSupport
internal import Foundation

/// This program again, as a process that serves until its input ends, which it does with this process at the latest.
final class Child {
    private let process = Process()
    private let input = Pipe()
    private var lines: AsyncStream<String>.Iterator

    /// Starts it with those arguments.
    init(_ arguments: [String]) throws {
        let output = Pipe()
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        lines = stream.makeAsyncIterator()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        Thread.detachNewThread {
            var rest = ""
            while case let data = output.fileHandleForReading.availableData, !data.isEmpty {
                let parts = (rest + String(decoding: data, as: UTF8.self)).components(separatedBy: "\n")
                for line in parts.dropLast() { continuation.yield(line) }
                rest = parts.last ?? ""
            }
            continuation.finish()
        }
    }

    /// The next line that it prints: first its port, then what each lap took.
    func line() async -> String {
        await lines.next() ?? ""
    }

    /// The next line as the seconds that a lap took.
    func duration() async throws -> Duration {
        let line = await line()
        guard let seconds = Double(line) else { throw ChildError(line: line) }
        return .seconds(seconds)
    }

    /// Ends it.
    func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}

/// A child that ended, or printed what it should not.
struct ChildError: Error {
    let line: String
}

/// The process that started this one.
enum Parent {
    /// Tells the parent the port and, from now on, what each lap takes; ends this process with it.
    static func hear(port: Int, _ arrivals: Arrivals) {
        tell("\(port)")
        Thread.detachNewThread {
            while !FileHandle.standardInput.availableData.isEmpty {}
            exit(0)
        }
        Task {
            for await took in arrivals.laps { tell("\(took.inSeconds)") }
        }
    }

    private static func tell(_ line: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data("\(line)\n".utf8))
    }
}
