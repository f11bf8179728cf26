internal import ArgumentParser
internal import TodoSimulations

/// `simulate prove`: every planted bug must be found, and by an invariant that it is expected to break.
struct ProveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Plant each bug and count the seeds until an invariant breaks.")

    @Option(help: "Seeds to try for each bug.")
    var limit: Int = 200

    @Option(help: "One bug only.")
    var bug: String?

    @Flag(name: .customLong("no-shrink"), help: "Only search; do not count the commands that each failure needs.")
    var skipsShrinking = false

    mutating func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit is \(limit); it must be 1 or more") }
        if let bug, PlantedBug.named(bug) == nil {
            throw ValidationError("no planted bug is called '\(bug)'; see 'simulate list'")
        }
    }

    func run() throws {
        let bugs = bug.flatMap(PlantedBug.named).map { [$0] } ?? PlantedBug.catalogue
        var missed = 0
        for bug in bugs {
            let proof = BugProof.search(for: bug, limit: UInt64(limit), shrinks: !skipsShrinking)
            missed += proof.isFound ? 0 : 1
            print(proof)
        }
        print("\(bugs.count - missed) passed, \(missed) failed")
        if missed > 0 { throw ExitCode(1) }
    }
}
