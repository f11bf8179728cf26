internal import ArgumentParser
internal import SimulationKit
internal import TodoSimulations

/// `simulate shrink`: the smallest run found that breaks the same invariant, as a short story.
struct ShrinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shrink",
        abstract: "Make a failing seed small while the same invariant breaks, and tell its story.")

    @OptionGroup var scenario: ScenarioOptions

    @Option(help: "The failing seed.")
    var seed: UInt64

    @Option(help: "Runs to spend at most.")
    var runs: Int = 1_500

    @Option(
        help: "Also write what is left as a Swift test to this file, whose name names the test's type; - prints it.")
    var writeTest: String?

    mutating func validate() throws {
        if let writeTest, writeTest != "-", RegressionFile(path: writeTest) == nil {
            throw ValidationError(
                "--write-test is '\(writeTest)'; it must end in a type's name with .swift, as OneSuccessorSeed1.swift")
        }
        guard runs >= 1 else { throw ValidationError("--runs is \(runs); it must be 1 or more") }
    }

    func run() throws {
        guard let shrunk = ScenarioShrinker.shrink(scenario.fullSystem(), seed: seed, runLimit: runs) else {
            print("seed \(seed) does not fail: every invariant held")
            return
        }
        ShrunkStory(shrunk).print()
        try writeTest.map { try write(shrunk, to: $0) }
        throw ExitCode(1)
    }

    private func write(_ shrunk: ShrunkFailure, to path: String) throws {
        guard let file = RegressionFile(path: path) else {
            return Swift.print("\n\(shrunk.regressionTest().text)", terminator: "")
        }
        try file.write(shrunk)
        Swift.print("test: \(path)")
    }
}

/// What is left of a failing run, for a person to read in a minute.
struct ShrunkStory {
    private let shrunk: ShrunkFailure

    init(_ shrunk: ShrunkFailure) {
        self.shrunk = shrunk
    }

    func print() {
        Swift.print("")
        Swift.print(
            "shrunk from \(shrunk.originalCommandCount) commands to \(shrunk.commandCount) in \(shrunk.runs) runs")
        for dimension in shrunk.dimensions { Swift.print("  \(dimension)") }
        Swift.print("invariant: \(shrunk.report.failure?.name ?? "none")")
        Swift.print("")
        for line in shrunk.story { Swift.print(line) }
        Swift.print("")
        Swift.print("replay: \(shrunk.replayCommand)")
    }
}
