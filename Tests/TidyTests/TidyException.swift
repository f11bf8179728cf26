/// One file that may break one rule, and why.
struct TidyException: Sendable {
    /// Name of the rule.
    let rule: String
    /// Path from the root of the repository.
    let path: String
    let reason: String

    static let all: [TidyException] = [
        TidyException(
            rule: "no Date() in what the simulator runs", path: "Sources/ServicePorts/SystemPorts.swift",
            reason: "the one place where the machine's clock enters"),
        TidyException(
            rule: "no Task.sleep in what the simulator runs", path: "Sources/ServicePorts/SystemPorts.swift",
            reason: "the one place where the machine's clock enters"),
        TidyException(
            rule: "no .random(in: in what the simulator runs", path: "Sources/ServicePorts/SystemPorts.swift",
            reason: "the one place where the machine's randomness enters"),
        TidyException(
            rule: "no Task(executorPreference: in what the simulator runs",
            path: "Sources/SimulationKit/Nodes/NodeEnvironment.swift",
            reason: "the spawner itself, which ties each task to a life of its node"),
        TidyException(
            rule: "no ContinuousClock in what the simulator runs",
            path: "Simulations/simulate/Measuring/KernelFigures.swift",
            reason: "measures the machine, outside every simulation"),
        TidyException(
            rule: "no ContinuousClock in what the simulator runs",
            path: "Simulations/simulate/Measuring/Measurement.swift",
            reason: "measures the machine, outside every simulation"),
        TidyException(
            rule: "no ContinuousClock in what the simulator runs", path: "Simulations/simulate/RunTotals.swift",
            reason: "shows how long the seeds took on the machine"),
        TidyException(
            rule: "no ContinuousClock in what the simulator runs", path: "Simulations/simulate/MutantProof.swift",
            reason: "shows how long each mutant took on the machine"),
        TidyException(
            rule: "no ContinuousClock in what the simulator runs", path: "Simulations/simulate/ProofRunner.swift",
            reason: "shows how long each search took on the machine"),
        TidyException(
            rule: "no @concurrent in what the simulator runs", path: "Simulations/simulate/ProofRunner.swift",
            reason: "gives each search a thread of its own"),
        TidyException(
            rule: "no ProcessInfo in what the simulator runs", path: "Simulations/simulate/ProofRunner.swift",
            reason: "searches for as many bugs at once as the machine has processors"),
        TidyException(
            rule: "no ContinuousClock in what the simulator runs", path: "Simulations/simulate/ProgressLine.swift",
            reason: "shows a person at intervals how far a run is"),
        TidyException(
            rule: "no ContinuousClock in what the simulator runs", path: "Simulations/simulate/SoakCommand.swift",
            reason: "stops when the time on the machine is over"),
        TidyException(
            rule: "no @concurrent in what the simulator runs", path: "Simulations/simulate/SeedRunner.swift",
            reason: "gives each simulation a thread of its own"),
        TidyException(
            rule: "no ProcessInfo in what the simulator runs", path: "Simulations/simulate/RunCommand.swift",
            reason: "runs as many seeds at once as the machine has processors"),
        TidyException(
            rule: "no @concurrent in what the simulator runs", path: "Sources/SimulationTesting/RangeTrial.swift",
            reason: "gives each simulation a thread of its own"),
        TidyException(
            rule: "no getenv in what the simulator runs", path: "Sources/SimulationTesting/RequestedSeed.swift",
            reason: "whoever starts a test asks there for one seed"),
    ]
}
