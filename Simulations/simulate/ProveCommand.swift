internal import ArgumentParser
internal import FoundationEssentials
internal import TodoSimulations

/// `simulate prove`: every planted bug must be found, and by an invariant that it is expected to break.
struct ProveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Plant each bug and count the seeds until an invariant breaks.")

    @Option(help: "Seeds to try for each bug.")
    var limit: Int = 300

    @Option(help: "One bug only; repeat it for others. See 'simulate list'.")
    var only: [String] = []

    @Flag(name: .customLong("no-shrink"), help: "Only search; do not count the commands that each failure needs.")
    var skipsShrinking = false

    @Option(help: "Bugs searched for at the same time; 0 for as many as the machine has processors.")
    var parallel: Int = 0

    @Flag(help: "Try the patches in Simulations/Mutants in place of the bugs; needs git and swift, and builds each.")
    var mutants = false

    @Option(help: "Folder of the package whose mutants are tried.")
    var package: String = "."

    @Option(help: "Folder in which mutants are built; it is kept, so that the next time takes less.")
    var scratch: String?

    mutating func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit is \(limit); it must be 1 or more") }
        guard parallel >= 0 else { throw ValidationError("--parallel is \(parallel); it must be 0 or more") }
        for name in only where !mutants && PlantedBug.named(name) == nil {
            throw ValidationError("no planted bug is called '\(name)'; see 'simulate list'")
        }
    }

    func run() async throws {
        guard !mutants else { return try proveMutants() }
        let bugs = only.isEmpty ? PlantedBug.catalogue : only.compactMap(PlantedBug.named)
        var table = ProofTable()
        table.printHeader()
        let runner = ProofRunner(parallelism: parallel)
        await runner.forEach(bugs.count) { [limit, skipsShrinking] in
            BugProof.search(for: bugs[$0], limit: UInt64(limit), shrinks: !skipsShrinking)
        } take: {
            table.add($0)
        }
        table.printSummary()
        let areInvariantsNeeded = only.isEmpty ? await proveInvariants(with: runner) : true
        if !table.isProved || !areInvariantsNeeded { throw ExitCode(1) }
    }

    /// Prints for each invariant the bug that only it catches; false when another catches it too, or none does.
    private func proveInvariants(with runner: ProofRunner) async -> Bool {
        let invariants = SoleProof.bugs.map(\.invariant)
        var isProved = true
        StandardOutput.print("")
        StandardOutput.print(ProofTable.row("needed for", "only", "alone", "seconds", "without it"))
        await runner.forEach(invariants.count) { [limit] index in
            SoleProof.search(for: invariants[index], limit: UInt64(limit), others: 10)
        } take: { timed in
            guard let proof = timed.proof else { return }
            isProved = isProved && proof.isProved
            let others =
                proof.otherFailure.map { "ALSO FOUND by \($0.name): \($0.message)" }
                ?? "silent in \(proof.seedsWithout) seeds"
            StandardOutput.print(
                ProofTable.row(
                    proof.bug.name, proof.invariant.rawValue, proof.seedsAlone.map(String.init) ?? "NOT FOUND",
                    ProofTable.decimal(timed.elapsed.seconds), others))
        }
        return isProved
    }

    private func proveMutants() throws {
        let files = FileManager.default
        let package = URL(filePath: package, directoryHint: .isDirectory).standardizedFileURL.path
        let scratch = scratch ?? files.temporaryDirectory.appending(path: "todo-mutants").path
        try MutantProof(
            package: package, scratch: URL(filePath: scratch).standardizedFileURL.path, limit: limit, only: only
        ).run()
    }
}
