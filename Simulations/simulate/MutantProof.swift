internal import ArgumentParser
internal import FoundationEssentials
internal import TodoSimulations

/// Changes inside services, one after another, each of which must break an invariant.
struct MutantProof {
    let package: String
    let scratch: String
    let limit: Int
    let only: [String]

    /// Prints a line for each mutant; throws `ExitCode(1)` unless each is found.
    func run() throws {
        let mutants: [Mutant]
        do {
            mutants = try Mutant.all(inPackage: package).filter { only.isEmpty || only.contains($0.name) }
        } catch let fault as MutantFault {
            throw ValidationError(fault.text)
        }
        for name in only where !mutants.contains(where: { $0.name == name }) {
            throw ValidationError("no mutant is called '\(name)'; see Simulations/Mutants")
        }
        let workshop = MutantWorkshop(package: package, scratch: scratch)
        try workshop.prepare()
        StandardOutput.print(ProofTable.row("mutant", "found by", "seeds", "seconds", ""))
        let missed = mutants.filter { !tries($0, in: workshop) }
        StandardOutput.print("")
        StandardOutput.print("mutants         \(mutants.count), \(mutants.count - missed.count) found")
        if !missed.isEmpty { throw ExitCode(1) }
    }

    private func tries(_ mutant: Mutant, in workshop: MutantWorkshop) -> Bool {
        let start = ContinuousClock.now
        let outcome = workshop.outcome(of: mutant, limit: limit)
        let seconds = ProofTable.decimal((ContinuousClock.now - start).seconds)
        switch outcome {
        case .broken(let invariant, let seed):
            let isExpected = mutant.breaks.contains { $0.rawValue == invariant }
            let verdict = isExpected ? invariant : "UNEXPECTED: \(invariant)"
            StandardOutput.print(ProofTable.row(mutant.name, verdict, "\(seed)", seconds, ""))
            return isExpected
        case .survived: StandardOutput.print(ProofTable.row(mutant.name, "NOT FOUND", "\(limit)", seconds, ""))
        case .doesNotApply: StandardOutput.print(ProofTable.row(mutant.name, "PATCH DOES NOT APPLY", "0", seconds, ""))
        case .doesNotBuild: StandardOutput.print(ProofTable.row(mutant.name, "DOES NOT BUILD", "0", seconds, ""))
        }
        if !workshop.lastWords.isEmpty { StandardOutput.print(workshop.lastWords) }
        return false
    }
}
