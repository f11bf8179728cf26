import DaprEmulator
import Foundation
import SidecarRules
import Testing

@Suite("Emulator: what outlives a restart")
struct DurabilityTests {
    private static let plain = #"[{"pubsubname":"bus","topic":"plain","route":"/plain"}]"#

    /// Runs the body with the path of a journal that is removed afterwards.
    private func withJournal(_ body: (EmulatorSettings, String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "emulator-\(newTag()).journal"
        defer { for end in ["", ".lock"] { try? FileManager.default.removeItem(atPath: path + end) } }
        var settings = EmulatorSettings.forTests
        settings.journalPath = path
        try await body(settings, path)
    }

    @Test("events, positions, state with its etags, and jobs come back")
    func comesBack() async throws {
        try await withJournal { settings, _ in
            try await withStage(settings, subscriptions: DurabilityTests.plain) { stage in
                _ = try await stage.publish("1", to: "plain", query: "?metadata.partitionKey=k")
                _ = await stage.app.requests(1, at: "/plain")
                try await eventually("it is settled") {
                    stage.emulator.positions(of: "core", on: "plain").contains(1)
                }
                let save = #"[{"key":"k","value":1},{"key":"gone","value":1}]"#
                _ = try await stage.send("POST", "/v1.0/state/state", save)
                _ = try await stage.send("DELETE", "/v1.0/state/state/gone")
                _ = try await stage.send("POST", "/v1.0/jobs/late", #"{"dueTime":"1h","data":7}"#)
                _ = try await stage.send("POST", "/v1.0/jobs/gone", #"{"dueTime":"1h"}"#)
                _ = try await stage.send("DELETE", "/v1.0/jobs/gone")
                _ = try await stage.send("POST", "/v1.0/jobs/tick", #"{"schedule":"@every 20ms","repeats":2}"#)
                _ = await stage.app.requests(2, at: "/job/tick")
                try await eventually("the job is over") { stage.emulator.pendingJobs.map(\.name) == ["late"] }
                await stage.sidecar.stop()
            }
            try await withStage(settings, subscriptions: DurabilityTests.plain) { stage in
                #expect(stage.emulator.events(on: "plain").count == 1)
                #expect(stage.emulator.pendingJobs.map(\.name) == ["late"])
                let read = try await stage.send("GET", "/v1.0/state/state/k")
                #expect(read.text == "1" && read.headers["etag"] == "1")
                #expect(try await stage.outcome("GET", "/v1.0/state/state/gone") == "204")
                _ = try await stage.publish("2", to: "plain", query: "?metadata.partitionKey=k")
                #expect(await stage.app.requests(1, at: "/plain").map { $0.json?["data"]?.whole } == [2])
            }
        }
    }

    @Test("a last line that was cut off is left out, and a damaged one is named")
    func damage() async throws {
        try await withJournal { settings, path in
            try await withStage(settings) { stage in
                let saved = try await stage.outcome("POST", "/v1.0/state/state", #"[{"key":"k","value":1}]"#)
                #expect(saved == "204")
            }
            let whole = try String(contentsOfFile: path, encoding: .utf8)
            try (whole + #"{"is":"state","key":"#).write(toFile: path, atomically: true, encoding: .utf8)
            try await withStage(settings) { stage in
                let read = try await stage.outcome("GET", "/v1.0/state/state/k")
                #expect(read == "200")
            }
            let first = try DaprEmulator(settings)
            let taken = #expect(throws: EmulatorError.self) { try DaprEmulator(settings) }
            #expect(taken?.description.contains("used by another emulator") == true)
            await first.discard()
            try ("{}\n" + whole).write(toFile: path, atomically: true, encoding: .utf8)
            let error = #expect(throws: EmulatorError.self) { try DaprEmulator(settings) }
            #expect(error?.description.contains("line 1 of the journal") == true)
            try whole.write(toFile: path, atomically: true, encoding: .utf8)
            await (try DaprEmulator(settings)).discard()
        }
    }
}
