import DaprEmulator
import Foundation
import SidecarRules
import Testing

@Suite("Emulator: the program", .serialized)
struct ProgramTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "emulator-\(newTag())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    @Test("what was answered outlives a kill in the middle of work, and nothing is handled out of order")
    func survivesKill() async throws {
        try await withFolder { folder in
            let app = try await TestApp()
            app.subscribe(#"[{"pubsubname":"bus","topic":"plain","route":"/plain"}]"#)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await app.run() }
                defer { group.cancelAll() }
                let arguments = ["--app", "core:\(app.port):0", "--journal", folder + "/journal", "--quiet"]
                var taken: [Int] = []
                for life in 0..<3 {
                    let program = try Program(arguments)
                    let port = try #require(program.ports(1)["core"])
                    let url = "http://127.0.0.1:\(port)/v1.0"
                    taken += try await publish(url, from: life * 1_000, killing: program)
                    #expect(program.endedBySignal)
                }
                let program = try Program(arguments)
                defer { program.signal(SIGKILL) }
                _ = try #require(program.ports(1)["core"])
                try await eventually("every event that was taken has come", within: .seconds(30)) {
                    Set(app.received(at: "/plain").compactMap { $0.json?["data"]?.whole }).isSuperset(of: taken)
                }
                #expect(taken.count > 30)
                var firsts: [Int] = []
                for number in app.received(at: "/plain").compactMap({ $0.json?["data"]?.whole })
                where !firsts.contains(number) { firsts.append(number) }
                #expect(firsts == firsts.sorted())
            }
        }
    }

    /// Publishes one event after the other until the program is killed; answers those that were taken.
    private func publish(_ url: String, from start: Int, killing program: Program) async throws -> [Int] {
        var taken: [Int] = []
        for number in start..<start + 1_000 {
            let path = url + "/publish/bus/plain?metadata.partitionKey=k"
            let headers = ["content-type": "application/json"]
            if taken.count == 20 {
                async let answer = Stage.send("POST", path, Array("\(number)".utf8), headers: headers)
                program.signal(SIGKILL)
                if (try? await answer)?.status == 204 { taken.append(number) }
                break
            }
            let answer = try await Stage.send("POST", path, Array("\(number)".utf8), headers: headers)
            if answer.status == 204 { taken.append(number) }
        }
        return taken
    }

    @Test(
        "a description names components and applications, and a signal ends the program", arguments: [SIGTERM, SIGINT])
    func description(signal: Int32) async throws {
        try await withFolder { folder in
            let file = folder + "/apps.json"
            try #"{"jwt":"from a file"}"#.write(toFile: folder + "/secrets.json", atomically: true, encoding: .utf8)
            try """
            {"partitions": 2, "controlPort": 0,
             "components": [
               {"name": "events", "type": "pubsub.kafka", "metadata": {"initialOffset": "oldest"}},
               {"name": "store", "type": "state.postgresql"},
               {"name": "vault", "type": "secretstores.local.file",
                "metadata": {"secretsFile": "\(folder)/secrets.json"}}],
             "apps": [{"id": "core", "apiToken": "t"}, {"id": "web"}]}
            """.write(toFile: file, atomically: true, encoding: .utf8)
            let program = try Program(["--file", file])
            let ports = program.ports(3)
            let core = "http://127.0.0.1:\(try #require(ports["core"]))/v1.0"
            let token = ["dapr-api-token": "t"]
            #expect(
                try await Stage.send("GET", core + "/secrets/vault/jwt", headers: token).text.contains("from a file"))
            #expect(try await Stage.send("GET", core + "/secrets/vault/jwt").status == 401)
            let control = "http://127.0.0.1:\(try #require(ports["control"]))"
            #expect(try await Stage.send("POST", control + "/faults/publishes?kind=storedThenRefused").status == 204)
            let web = "http://127.0.0.1:\(try #require(ports["web"]))/v1.0"
            #expect(try await Stage.send("POST", web + "/publish/events/t", Array("1".utf8)).status == 500)
            #expect(try await Stage.send("GET", control + "/topics/t").json?.elements?.count == 1)
            #expect(try await Stage.send("POST", control + "/faults/publishes?kind=none").status == 400)
            program.signal(signal)
            #expect(!program.endedBySignal && program.status == 0)
        }
    }

    @Test(
        "what is wrong is said in one line",
        arguments: [
            (#"{"apps":[{"id":"core","prt":1}]}"#, "apps[0] has 'prt'"), ("{", "is not JSON"),
            (#"{"apps":[{"id":"core","port":"x"}]}"#, "apps[0].port is no whole number from 1 to 65535"),
            (#"{"apps":[{"port":1}]}"#, "apps[0] has no 'id'"),
            (#"{"components":[{"name":"x","type":"pubsub.redis"}]}"#, "of type 'pubsub.redis'"),
        ])
    func mistakes(description: String, expected: String) async throws {
        try await withFolder { folder in
            try description.write(toFile: folder + "/apps.json", atomically: true, encoding: .utf8)
            let end = try Program(["--file", folder + "/apps.json"]).end()
            #expect(end.status != 0 && end.errors.contains(expected))
            #expect(end.errors.split(separator: "\n").count == 1)
        }
    }

    @Test("a port that is taken is named")
    func portTaken() async throws {
        let app = try await TestApp()
        let end = try Program(["--app", "web:0:0", "--app", "core:0:\(app.port)"]).end()
        #expect(end.status != 0 && end.errors.contains("port \(app.port) on 127.0.0.1 is taken"))
        await app.discard()
    }
}
