import Foundation
import Testing

/// Types the front page's tour as a newcomer would.
@Suite("The tour of the front page")
struct TourTests {
    @Test("every request of the tour, typed as written, gives the output that the page shows")
    func tour() async throws {
        let steps = try Tour.steps(inPage: Tour.page())
        #expect(steps.count > 5)
        try await TodoServer.run { server in
            let outputs = try Tour.type(steps, port: server.port, in: server.folder)
            #expect(outputs.count == steps.count)
            for (step, output) in zip(steps, outputs) {
                #expect(output == step.output, "\(step.command)")
            }
        }
    }

    @Test("commands, their further lines and their output are told apart; blocks without requests are passed over")
    func reading() throws {
        let page = """
            ```console
            $ make run
            ready
            ```
            text
            ```console
            $ curl -s one \\
                -d '{"a":
                1}'
            $ curl -s two
            first
            second
            ```
            """
        let expected = [
            Tour.Step(command: "curl -s one \\\n    -d '{\"a\":\n    1}'", output: ""),
            Tour.Step(command: "curl -s two", output: "first\nsecond"),
        ]
        #expect(Tour.steps(inPage: page) == expected)
    }
}

/// The commands that the front page shows, with the output that it promises for each.
enum Tour {
    struct Step: Equatable {
        var command: String
        var output: String
    }

    /// The text of the front page of the repository that this test was built from.
    static func page() throws -> String {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    }

    /// The steps of every console block that sends requests, in order.
    static func steps(inPage page: String) -> [Step] {
        let parts = page.components(separatedBy: "```")
        let blocks = stride(from: 1, to: parts.count, by: 2).map { parts[$0] }
        return blocks.filter { $0.hasPrefix("console\n") && $0.contains("curl ") }.flatMap(steps(inBlock:))
    }

    /// A command begins with `$ `; its further lines are indented by four spaces; the rest is output.
    private static func steps(inBlock block: String) -> [Step] {
        var steps: [Step] = []
        for line in block.split(separator: "\n").dropFirst() {
            if line.hasPrefix("$ ") {
                steps.append(Step(command: String(line.dropFirst(2)), output: ""))
            } else if let last = steps.indices.last {
                if line.hasPrefix("    ") {
                    steps[last].command += "\n" + line
                } else {
                    steps[last].output += (steps[last].output.isEmpty ? "" : "\n") + line
                }
            }
        }
        return steps
    }

    private static let separator = "-- next --"

    /// Runs the commands in one shell, with the port of the running server for the one on the page.
    static func type(_ steps: [Step], port: Int, in folder: URL) throws -> [String] {
        let script = steps.enumerated().map { shellText(of: $1, expecting: "EXPECTED_\($0)") }.joined(separator: "\n")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["--norc", "-c", script.replacingOccurrences(of: ":8000", with: ":\(port)")]
        process.currentDirectoryURL = folder
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "no_proxy": "*", "LC_ALL": "C.UTF-8"]
        for (index, step) in steps.enumerated() { process.environment?["EXPECTED_\(index)"] = step.output }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.components(separatedBy: "\n\(separator)\n").dropLast().map {
            $0.trimmingCharacters(in: .newlines)
        }
    }

    /// The command as the shell gets it.
    ///
    /// What only reads is asked again until it answers as the page says: a newcomer types slower than services work.
    private static func shellText(of step: Step, expecting variable: String) -> String {
        let isRead = step.command.contains("curl ") && ![" -d ", " -X "].contains(where: step.command.contains)
        let repeated = """
            for attempt in {1..3000}; do
            out=$(\(step.command)
            )
            [ "$out" = "$\(variable)" ] && break
            sleep 0.1
            done
            printf '%s' "$out"
            """
        return (isRead ? repeated : step.command) + "\nprintf '\\n\(separator)\\n'"
    }
}
