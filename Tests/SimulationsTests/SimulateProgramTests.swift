import Foundation
import Testing

@Suite("The simulate program")
struct SimulateProgramTests {
    @Test("prints the same hashes in two processes with different hash seeds")
    func twoProcessesAgree() throws {
        let arguments = ["run", "--seeds", "1...4", "--hashes", "--parallel", "1"]
        let first = try SimulateProgram.run(arguments)
        let second = try SimulateProgram.run(arguments)
        let pinned = try SimulateProgram.run(arguments, environment: ["SWIFT_DETERMINISTIC_HASHING": "1"])
        #expect(first.status == 0)
        #expect(hashes(first).count == 4)
        #expect(hashes(first) == hashes(second))
        #expect(hashes(first) == hashes(pinned))
        #expect(Set(hashes(first)).count == 4)
    }

    private func hashes(_ outcome: SimulateProgram.Outcome) -> [Substring] {
        outcome.output.split(separator: "\n").filter { $0.first?.isNumber == true }
    }

    @Test("ends with status 1, the invariant and the replay command when a seed fails")
    func failureIsTold() throws {
        let outcome = try SimulateProgram.run(["run", "--seeds", "2...5", "--bug", "successor-per-delivery"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("invariant: one successor"))
        #expect(outcome.output.contains("last events:"))
        #expect(outcome.output.contains("replay: simulate replay --seed "))
        let command = try #require(outcome.output.split(separator: "\n").last { $0.hasPrefix("replay: simulate ") })
        let replay = try SimulateProgram.run(
            command.dropFirst("replay: simulate ".count).split(separator: " ").map(String.init))
        #expect(replay.status == 1)
        #expect(replay.output.contains("invariant: one successor"))
    }

    @Test("shrinks a failing seed to a story whose replay command fails in the same way")
    func shrinks() throws {
        let outcome = try SimulateProgram.run(
            ["shrink", "--seed", "3", "--days", "1", "--bug", "successor-per-delivery"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("shrunk from "))
        #expect(outcome.output.contains("  1. "))
        let command = try #require(outcome.output.split(separator: "\n").last { $0.hasPrefix("replay: simulate ") })
        #expect(command.contains("--commands user-"))
        let replay = try SimulateProgram.run(
            command.dropFirst("replay: simulate ".count).split(separator: " ").map(String.init))
        #expect(replay.status == 1)
        #expect(replay.output.contains("invariant: one successor"))
        let sound = try SimulateProgram.run(["shrink", "--seed", "1", "--days", "1"])
        #expect(sound.status == 0)
        #expect(sound.output.contains("does not fail"))
    }

    @Test(
        "refuses bad usage with one line and status 2",
        arguments: [
            ["run", "--seeds", "5...1"], ["run", "--seed", "-1"], ["run", "--scenario", "nothing"],
            ["run", "--users", "0"], ["run", "--days", "9999"], ["run", "--faults", "hard"],
            ["run", "--bug", "nothing"], ["run", "--commands", "user-1"], ["run", "--commands", "user-9:1"],
            ["run", "--without", "storms"], ["run", "--hours", "0"], ["run", "--devices", "11"], ["shrink"],
            ["run", "--replicas", "0"], ["run", "--rolling-restarts", "0"], ["run", "--convergence-minutes", "0"],
            ["run", "--pause-minutes", "0"], ["run", "--start", "2027-02-29"],
            ["run", "--no-such-flag"], ["replay"], ["replay", "--seed", "x"], ["fly"], ["prove", "--limit", "0"],
            ["run", "--seed", "1", "--seeds", "1...2"], ["run", "--parallel", "0"], ["bench", "--rounds", "0"],
            ["bench", "--only", "x"], ["run", "--schedule", "lifo"], ["run", "--schedule", "pct:0"],
            ["run", "--soften", "crashes"], ["run", "--soften", "crashes=1"], ["run", "--fifo-except", "5...1"],
            ["run", "--twice"], ["soak", "--for", "10"], ["soak", "--for", "x"], ["soak", "--limit", "0"],
            ["soak", "--state", ""], ["soak", "--parallel", "300"], ["soak", "--from", "-1"],
            ["shrink", "--seed", "1", "--write-test", "lower.swift"],
            ["shrink", "--seed", "1", "--write-test", "A.txt"],
            ["shrink", "--seed", "1", "--runs", "0"], ["replay", "--seed", "1", "--last", "-1"],
        ])
    func badUsage(arguments: [String]) throws {
        let outcome = try SimulateProgram.run(arguments)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("simulate: "))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test("runs each seed twice by default, and says so; once when told to")
    func comparesByDefault() throws {
        let twice = try SimulateProgram.run(["run", "--seeds", "1...3", "--hours", "6"])
        #expect(twice.status == 0)
        #expect(twice.output.contains("3 seeds run twice with equal hashes"))
        let once = try SimulateProgram.run(["run", "--seeds", "1...3", "--hours", "6", "--once"])
        #expect(once.status == 0)
        #expect(once.output.contains("each seed run once, not compared"))
        #expect(!once.output.contains("equal hashes"))
    }

    @Test("writes what is left of a failing seed as a Swift test")
    func writesTest() throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("Written\(UUID().uuidString.prefix(8)).swift")
        defer { try? FileManager.default.removeItem(at: path) }
        let arguments = ["shrink", "--seed", "3", "--days", "1", "--bug", "successor-per-delivery", "--write-test"]
        let outcome = try SimulateProgram.run(arguments + [path.path])
        #expect(outcome.status == 1)
        let text = try String(contentsOf: path, encoding: .utf8)
        #expect(text.contains("struct \(path.deletingPathExtension().lastPathComponent) {"))
        #expect(text.contains("CommandSelection(texts: texts)"))
        #expect(!text.contains("successor-per-delivery"), "the test is for the system as it is")
        let nowhere = try SimulateProgram.run(arguments + ["/no/such/folder/Name.swift"])
        #expect(nowhere.status == 2)
        #expect(nowhere.errors.contains("give a folder that exists"))
    }

    @Test("lists scenarios, invariants and planted bugs")
    func lists() throws {
        let outcome = try SimulateProgram.run(["list"])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("full-system"))
        #expect(outcome.output.contains("gap-free sequence"))
        #expect(outcome.output.contains("thirty-day-months"))
    }

    @Test("links neither NIO nor any server or C library")
    func linkage() throws {
        let linked = try SimulateProgram.run(URL(fileURLWithPath: "/usr/bin/ldd"), [SimulateProgram.url.path])
        #expect(linked.status == 0)
        for banned in ["sqlite", "libpq", "rdkafka", "libssl", "libcurl", "FoundationNetworking", "FoundationXML"] {
            #expect(!linked.output.contains(banned), "simulate links \(banned)")
        }
        let symbols = try String(decoding: Data(contentsOf: SimulateProgram.url), as: UTF8.self)
        for banned in ["$s7NIOCore", "$s8NIOPosix", "$s11Hummingbird", "$s4GRDB", "$s6JWTKit"] {
            #expect(!symbols.contains(banned), "simulate holds symbols of \(banned)")
        }
        #expect(symbols.contains("$s13SimulationKit"))
    }
}
