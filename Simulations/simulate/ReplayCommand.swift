internal import ArgumentParser
internal import FoundationEssentials
internal import SimulationKit
internal import TodoSimulations

/// `simulate replay`: one seed with its readable trace.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Repeat a seed bit for bit and print what happened.")

    @OptionGroup var scenario: ScenarioOptions

    @Option(help: "The seed to repeat.")
    var seed: UInt64

    @Option(help: "Lines of the trace to print, the newest; 0 for all that are kept.")
    var last: Int = 200

    @Option(help: "Also write the run as one page to this file, for a browser; it needs no network.")
    var html: String?

    @Flag(help: "Show each scheduling decision too: which lane ran, of how many that were ready.")
    var decisions = false

    mutating func validate() throws {
        guard last >= 0 else { throw ValidationError("--last is \(last); it must be 0 or more") }
    }

    func run() throws {
        var system = scenario.fullSystem(tracing: true)
        if decisions { system.traceLevel = .decisions }
        if html != nil { system.traceCapacity = TimelinePage.entryLimit }
        let report = system.run(seed: seed)
        if let html { try writePage(of: report, system, to: html) }
        let entries = last == 0 ? report.trace[...] : report.trace.suffix(last)
        for entry in entries { print(entry) }
        print("")
        print("seed \(report.seed), hash \(hex(report.summary.decisionHash)), \(report.summary.decisions) decisions")
        print("run: \(scenario.fullSystem().settings(of: seed))")
        print("choices: about \(report.summary.distinctChoices) distinct, of one among several that were ready")
        print("options: \(scenario.fullSystem().options(of: seed))")
        guard let failure = report.failure else {
            print("every invariant held")
            return
        }
        print("invariant: \(failure.name)")
        print(failure.message)
        throw ExitCode(1)
    }

    private func writePage(of report: SeedReport, _ system: FullSystem, to path: String) throws {
        let page = try TimelinePage(report, of: system)
        if !page.leftOut.isEmpty { StandardError.print("  the page leaves out \(page.leftOut)") }
        do {
            try Data(page.html.utf8).write(to: URL(filePath: path))
        } catch {
            throw ValidationError("--html: no file can be written at '\(path)'; give a path in a folder that exists")
        }
    }
}
