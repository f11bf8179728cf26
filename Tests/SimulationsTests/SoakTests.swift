import Foundation
import Testing

@Suite("simulate soak")
struct SoakTests {
    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("soak-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func text(_ folder: URL, _ name: String) -> String? {
        try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    private func soak(_ folder: URL, _ more: String...) throws -> SimulateProgram.Outcome {
        let small = ["--users", "1", "--hours", "4", "--devices", "1"]
        return try SimulateProgram.run(["soak", "--state", folder.path] + small + more)
    }

    @Test("goes on where it stopped, with every fault profile in turn")
    func resumes() throws {
        try inFolder { folder in
            let first = try soak(folder, "--limit", "6")
            #expect(first.status == 0)
            #expect(text(folder, "next-seed") == "7\n")
            #expect(first.output.contains("6 run, 0 failed"))
            #expect(first.output.contains("6 seeds run twice with equal hashes"))
            #expect(first.output.contains("  gentle "))
            #expect(first.output.contains("  swarm "))
            let second = try soak(folder, "--limit", "4", "--once")
            #expect(second.status == 0)
            #expect(second.errors.contains("from seed 7"))
            #expect(text(folder, "next-seed") == "11\n")
            #expect(text(folder, "failures.txt") == nil)
        }
    }

    @Test("keeps failing seeds with the commands that repeat them, and ends with status 1")
    func keepsFailures() throws {
        try inFolder { folder in
            let outcome = try soak(folder, "--limit", "3", "--faults", "gentle", "--bug", "canary")
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("3 run, 3 failed"))
            let lines = try #require(text(folder, "failures.txt")).split(separator: "\n")
            #expect(lines.count == 3)
            #expect(lines.allSatisfy { $0.contains(": canary: simulate replay --seed ") })
            #expect(text(folder, "next-seed") == "4\n", "a failure must not stop the soak")
            let command = try #require(lines.first?.range(of: "simulate ")).upperBound
            let arguments = lines[0][command...].split(separator: " ").map(String.init)
            let replay = try SimulateProgram.run(arguments)
            #expect(replay.status == 1)
            #expect(replay.output.contains("invariant: canary"))
        }
    }

    @Test("ends well when asked to stop, with its totals", arguments: [SIGINT, SIGTERM])
    func stops(number: Int32) throws {
        try inFolder { folder in
            let process = Process()
            let output = Pipe()
            process.executableURL = SimulateProgram.url
            process.arguments = ["soak", "--state", folder.path, "--users", "1", "--hours", "2"]
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            while text(folder, "next-seed") == nil { Thread.sleep(forTimeInterval: 0.02) }
            kill(process.processIdentifier, number)
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            #expect(process.terminationReason == .exit)
            #expect(process.terminationStatus == 0)
            let told = String(decoding: data, as: UTF8.self)
            #expect(told.contains("run, 0 failed"))
            #expect(told.contains("the next seed is "))
        }
    }

    @Test("stops when its time is over")
    func timeIsOver() throws {
        try inFolder { folder in
            let outcome = try soak(folder, "--for", "1s")
            #expect(outcome.status == 0)
            #expect(text(folder, "next-seed") != nil)
        }
    }

    @Test("says what is wrong with a folder that it cannot use")
    func badFolder() throws {
        try inFolder { folder in
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data("soon".utf8).write(to: folder.appendingPathComponent("next-seed"))
            let unreadable = try soak(folder, "--limit", "1")
            #expect(unreadable.status == 2)
            #expect(unreadable.errors.contains("it must hold one seed"))
            let file = folder.appendingPathComponent("next-seed").path + "/below"
            let unmade = try SimulateProgram.run(["soak", "--limit", "1", "--state", file])
            #expect(unmade.status == 2)
            #expect(unmade.errors.split(separator: "\n").count == 1)
        }
    }
}
