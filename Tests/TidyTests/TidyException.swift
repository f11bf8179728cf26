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
            path: "Sources/SimulationKit/NodeEnvironment.swift",
            reason: "the spawner itself, which ties each task to a life of its node"),
    ]
}
