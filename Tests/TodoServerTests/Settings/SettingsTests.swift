import ArgumentParser
import Foundation
import Testing

@testable import todo

@Suite("Settings")
struct SettingsTests {
    private func load(
        flags: [Setting: String] = [:], environment: [String: String] = [:], file: String? = nil
    ) throws -> Settings {
        guard let file else { return try SettingsLoader(flags: flags, environment: environment).load() }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("settings-\(UUID().uuidString)").path
        try Data(file.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try SettingsLoader(flags: flags.merging([.config: path]) { $1 }, environment: environment).load()
    }

    private func fault(
        flags: [Setting: String] = [:], environment: [String: String] = [:], file: String? = nil
    ) -> String {
        do {
            _ = try load(flags: flags, environment: environment, file: file)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test("without anything set, every setting has its default, which its own definition accepts")
    func defaults() throws {
        let settings = try load()
        #expect(settings.text(.host) == "127.0.0.1")
        #expect(settings.integer(.port) == 8_000)
        #expect(settings.text(.database) == "todo.db")
        #expect(settings.optionalText(.jwtSecretFile) == nil)
        for setting in Setting.allCases {
            guard let standard = setting.definition.standard else { continue }
            #expect(setting.definition.accepts(standard), "\(setting)")
            #expect(settings.values[setting] == SettingValue(text: standard, source: "default"))
        }
    }

    @Test("a flag counts more than a variable, that more than the file, and that more than the default")
    func layers() throws {
        let file = #"{"port": 1, "host": "file", "database": "file.db", "log_level": "error"}"#
        let environment = ["TODO_PORT": "2", "TODO_HOST": "variable", "TODO_DATABASE": "variable.db", "HOME": "/"]
        let settings = try load(flags: [.port: "3", .host: "flag"], environment: environment, file: file)
        #expect(settings.values[.port] == SettingValue(text: "3", source: "--port"))
        #expect(settings.text(.host) == "flag")
        #expect(settings.values[.database] == SettingValue(text: "variable.db", source: "TODO_DATABASE"))
        #expect(settings.text(.logLevel) == "error")
        #expect(settings.values[.logLevel]?.source.hasPrefix("file ") == true)
        #expect(settings.values[.threads]?.source == "default")
    }

    @Test("the file may be named by a variable")
    func fileByVariable() throws {
        #expect(fault(environment: ["TODO_CONFIG": "/nowhere/todo.json"]).contains("/nowhere/todo.json"))
    }

    @Test("unknown keys and variables are refused by name, with the known ones")
    func unknown() {
        #expect(fault(file: #"{"prot": 1}"#).contains("'prot'"))
        #expect(fault(file: #"{"prot": 1}"#).contains("host, port, database"))
        #expect(fault(file: #"{"config": "x"}"#).contains("'config'"))
        #expect(fault(file: #"{"secret_jwt": "x"}"#).contains("'secret_jwt'"))
        #expect(fault(environment: ["TODO_PROT": "1"]).contains("TODO_PROT"))
        #expect(fault(environment: ["OTHER_PROT": "1"]).isEmpty)
    }

    @Test("values that are not acceptable are refused with place and expectation, whatever layer they are in")
    func malformed() {
        #expect(fault(flags: [.port: "70000"]).contains("--port"))
        #expect(fault(flags: [.port: "70000"]).contains("0 to 65535"))
        #expect(fault(flags: [.port: ""]).contains("--port"))
        #expect(fault(environment: ["TODO_PORT": "eight"]).contains("TODO_PORT"))
        #expect(fault(environment: ["TODO_LOG_LEVEL": "loud"]).contains("trace, debug, info"))
        #expect(fault(file: #"{"port": "8000"}"#).contains("a string"))
        #expect(fault(file: #"{"port": 8000.5}"#).contains("'port'"))
        #expect(fault(file: #"{"port": -1}"#).contains("0 to 65535"))
        #expect(fault(file: #"{"host": null}"#).contains("null"))
        #expect(fault(file: #"{"port": 1,}"#).contains("line 1, column"))
        #expect(fault(file: "[]").contains("expected a JSON object"))
        #expect(fault(flags: [.host: ""]).contains("--host"))
        // A lower layer is looked at only when no higher one has the setting.
        #expect(fault(flags: [.port: "1"], environment: ["TODO_PORT": "eight"]).isEmpty)
    }

    @Test("a secret is never shown, cannot be a flag, and cannot be given twice")
    func secrets() throws {
        let secret = "a secret of thirty-two bytes or more"
        let settings = try load(environment: ["TODO_SECRET_JWT": secret])
        #expect(settings.optionalText(.jwtSecret) == secret)
        let table = SettingsTable(settings: settings).description
        #expect(!table.contains(secret))
        #expect(table.contains("********"))
        #expect(Setting.jwtSecret.flag == nil)
        let short = fault(environment: ["TODO_SECRET_JWT": "hunter2"])
        #expect(short.contains("32 bytes") && !short.contains("hunter2"))
        #expect(
            fault(flags: [.jwtSecretFile: "f"], environment: ["TODO_SECRET_JWT": secret]).contains("set one of them"))
    }

    @Test("every setting that has a flag is taken by the command line under that name")
    func flags() throws {
        for setting in Setting.allCases {
            guard let flag = setting.flag else { continue }
            let flags = try SettingsFlags.parse([flag, "value"])
            #expect(flags.values == [setting: "value"])
        }
        #expect(throws: (any Error).self) { try SettingsFlags.parse(["--secret-jwt", "value"]) }
    }

    @Test("the table lists each setting with value, source and default, and help tells them all")
    func table() throws {
        let lines = SettingsTable(settings: try load(flags: [.port: "9"])).description.split(separator: "\n")
        #expect(lines.count == Setting.allCases.count + 1)
        #expect(lines.contains { $0.split(separator: " ") == ["port", "9", "--port", "8000"] })
        #expect(lines.contains { $0.split(separator: " ") == ["secret-jwt", "-", "-", "-"] })
        let help = ServeCommand.helpMessage(columns: 10_000)
        for setting in Setting.allCases {
            guard let flag = setting.flag else { continue }
            #expect(help.contains(flag) && help.contains(setting.variable), "\(setting)")
        }
    }
}
