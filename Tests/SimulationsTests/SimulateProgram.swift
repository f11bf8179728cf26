import Foundation

/// The built `simulate` program, run as a person would.
struct SimulateProgram {
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String { "there is no program at \(path); build it with 'swift build --product simulate'" }
    }

    /// Beside the test bundle, where the package manager puts every product.
    static var url: URL {
        let products = Bundle.main.bundleURL
        let beside = products.appendingPathComponent("simulate")
        if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
        return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("simulate")
    }

    static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
        try run(url, arguments, environment: environment)
    }

    static func run(_ program: URL, _ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
        guard FileManager.default.isExecutableFile(atPath: program.path) else { throw Missing(path: program.path) }
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let outputData = output.fileHandleForReading.readDataToEndOfFile()
        let errorData = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: outputData, as: UTF8.self),
            errors: String(decoding: errorData, as: UTF8.self))
    }
}
