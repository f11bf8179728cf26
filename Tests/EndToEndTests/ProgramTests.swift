import Foundation
import Testing

@Suite("The command line of todo")
struct ProgramTests {
    @Test(
        "what is wrong with the arguments is said in one line that names it, with status 2",
        arguments: [
            (["nothing"], "nothing"),
            (["serve", "--colour"], "--colour"),
            (["serve", "--port", "many"], "many"),
            (["serve", "--port", "99999"], "99999"),
            (["serve", "--port", "-1"], "--port"),
            (["serve", "--port"], "--port"),
            (["serve", "extra"], "extra"),
            (["serve", "--log-level", "loud"], "loud"),
            (["serve", "--config", "nowhere.json"], "nowhere.json"),
            (["config", "--colour"], "--colour"),
        ])
    func badUsage(arguments: [String], named: String) throws {
        let run = try ProgramRun(arguments)
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        #expect(run.errors.contains(named), "\(run.errors)")
    }

    @Test("rrule shows the dates of a rule, as JSON on request")
    func rule() throws {
        let rule = ["rrule", "FREQ=MONTHLY", "--start", "2026-01-31T09:00", "--count", "2"]
        let json = try ProgramRun(rule + ["--json"])
        #expect(json.status == 0)
        #expect(json.output == "[\"2026-01-31T09:00:00\", \"2026-03-31T09:00:00\"]\n")
        let plain = try ProgramRun(rule + ["--zone", "Asia/Karachi"])
        #expect(plain.output.split(separator: "\n").first == "2026-01-31T09:00:00  +05:00  2026-01-31T04:00:00Z")
        let none = try ProgramRun(["rrule", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "--start", "2026-01-31", "--json"])
        #expect(none.output == "[]\n")
    }

    @Test(
        "a rule or a time that makes no sense is refused in one line with status 64, and nothing is shown",
        arguments: [
            (["FREQ=DAILY;BYHOUR=24", "--start", "2026-01-31"], "at character 19"),
            (["daily", "--start", "2026-02-30"], "2026-02-30"), (["daily"], "--start"), ([], "rule"),
            (["daily", "--start", "2026-01-31", "--zone", "Mars/Base"], "Mars/Base"),
            (["daily", "--start", "2026-01-31", "--count", "many"], "many"),
        ])
    func refusedRule(arguments: [String], named: String) throws {
        let run = try ProgramRun(["rrule"] + arguments)
        #expect(run.status == 64)
        #expect(run.output == "")
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        #expect(run.errors.contains(named), "\(run.errors)")
    }

    @Test("an unknown key of the configuration file or the environment is refused by name")
    func unknownKeys() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("todo-\(UUID().uuidString).json")
        try Data(#"{"port": 8000, "colour": "red"}"#.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let fromFile = try ProgramRun(["config", "--config", file.path])
        #expect(fromFile.status == 2)
        #expect(fromFile.errors.contains("colour"), "\(fromFile.errors)")
        let fromEnvironment = try ProgramRun(["config"], environment: ["TODO_COLOUR": "red"])
        #expect(fromEnvironment.status == 2)
        #expect(fromEnvironment.errors.contains("TODO_COLOUR"), "\(fromEnvironment.errors)")
    }

    @Test("config shows each setting with the source it came from: flag, environment, default")
    func sources() throws {
        let run = try ProgramRun(["config", "--port", "9000"], environment: ["TODO_DATABASE": "other.db"])
        #expect(run.status == 0)
        let rows = run.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        func row(_ key: String) -> [String] { rows.first { $0.first == key } ?? [] }
        #expect(row("port").prefix(2) == ["port", "9000"])
        #expect(row("port").last == "8000")
        #expect(row("database").prefix(2) == ["database", "other.db"])
        #expect(row("host") == ["host", "127.0.0.1", "default", "127.0.0.1"])
        #expect(Set([row("port"), row("database"), row("host")].map { $0.dropFirst(2).first }).count == 3)
    }

    @Test("the help of serve names every setting that config shows")
    func help() throws {
        let help = try ProgramRun(["serve", "--help"])
        let config = try ProgramRun(["config"])
        #expect(help.status == 0)
        let keys = config.output.split(separator: "\n").dropFirst().compactMap { $0.split(separator: " ").first }
        #expect(keys.count > 5)
        for key in keys where !key.hasPrefix("secret") {
            #expect(help.output.contains("--\(key)"), "\(key) is not in the help")
        }
    }
}

/// One run of the built `todo` program to its end.
struct ProgramRun {
    let status: Int32
    let output: String
    let errors: String

    /// Runs the program in a folder without a configuration, with only the given environment.
    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = try RunningProgram.executable("todo")
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = FileManager.default.temporaryDirectory
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        self.output = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        self.errors = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        status = process.terminationStatus
    }
}
