internal import ArgumentParser
internal import TodoSimulations

/// `simulate list`: what there is to run.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the scenarios, fault levels, invariants and planted bugs.")

    func run() {
        print("scenarios:")
        for scenario in ScenarioName.allCases {
            let padding = String(repeating: " ", count: max(1, 32 - scenario.rawValue.count))
            print("  \(scenario.rawValue)\(padding)\(scenario.summary)")
        }
        print("fault levels:   " + FaultLevel.allCases.map(\.rawValue).joined(separator: ", "))
        print("invariants:")
        for invariant in InvariantName.allCases {
            guard let promise = invariant.promise else { continue }
            let padding = String(repeating: " ", count: max(1, 32 - invariant.rawValue.count))
            print("  \(invariant.rawValue)\(padding)\(promise)")
        }
        print("planted bugs:")
        for bug in PlantedBug.catalogue {
            let padding = String(repeating: " ", count: max(1, 32 - bug.name.count))
            let place = bug.scenario == .fullSystem ? "" : " (\(bug.scenario.rawValue))"
            print("  \(bug.name)\(padding)\(bug.summary)\(place)")
        }
    }
}
