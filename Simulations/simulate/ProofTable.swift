internal import TodoSimulations

/// One row for each planted bug, then what they come to.
struct ProofTable {
    private static let smallEnough = 10
    private var proofs: [BugProof] = []

    private var bugs: [BugProof] { proofs.filter { $0.bug.name != "canary" } }
    private var canary: BugProof? { proofs.first { $0.bug.name == "canary" } }

    /// True when each bug was found by an invariant that it breaks, the canary among them.
    var isProved: Bool { proofs.allSatisfy(\.isFound) }

    func printHeader() {
        StandardOutput.print(ProofTable.row("bug", "found by", "seeds", "seconds", "commands"))
    }

    mutating func add(_ timed: Timed<BugProof>) {
        let proof = timed.proof
        proofs.append(proof)
        let commands = proof.shrunk.map { "\($0.originalCommandCount) to \($0.commandCount)" } ?? ""
        StandardOutput.print(
            ProofTable.row(
                proof.bug.name, proof.verdict, "\(proof.seedsTried)",
                ProofTable.decimal(timed.elapsed.seconds), commands))
        if let failure = proof.failure, !proof.isFound { StandardOutput.print("  \(failure.message)") }
    }

    func printSummary() {
        StandardOutput.print("")
        let missed = bugs.filter { !$0.isFound }
        StandardOutput.print("planted bugs    \(bugs.count), \(bugs.count - missed.count) found")
        if !bugs.isEmpty {
            let seeds = bugs.map(\.seedsTried).sorted()
            StandardOutput.print(
                "seeds needed    \(seeds[seeds.count / 2]) in the median, \(seeds[seeds.count - 1]) at most")
        }
        let lengths = bugs.compactMap(\.shrunk?.commandCount)
        if !lengths.isEmpty {
            let small = lengths.filter { $0 <= ProofTable.smallEnough }.count
            StandardOutput.print(
                "shrunk          \(small) of \(lengths.count) to \(ProofTable.smallEnough) commands or fewer")
        }
        if let canary {
            StandardOutput.print("canary          " + (canary.isFound ? "the alarm works" : "THE ALARM IS SILENT"))
        }
        for proof in missed { StandardOutput.print("missed          \(proof)") }
    }

    /// A number with two digits after the point.
    static func decimal(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    /// The cells of one row, side by side.
    static func row(
        _ bug: String, _ verdict: String, _ seeds: String, _ seconds: String, _ commands: String
    ) -> String {
        let cells = padded(bug, 32) + padded(verdict, 24) + padded(seeds, 8) + padded(seconds, 10)
        return commands.isEmpty ? cells.trimmingSpaces : cells + commands
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
    }
}
