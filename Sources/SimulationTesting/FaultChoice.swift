public import SimulationKit

/// Which faults the seeds of a test live with.
public struct FaultChoice: Sendable {
    /// Name for reports.
    public let name: String
    let profile: @Sendable (UInt64) -> FaultProfile

    /// A profile that each seed gets by this rule; the rule must answer the same for the same seed.
    public init(named name: String, _ profile: @escaping @Sendable (UInt64) -> FaultProfile) {
        self.name = name
        self.profile = profile
    }

    /// No faults: only order and latency differ from seed to seed.
    public static let none = FaultChoice(named: "none") { _ in .none }
    /// A little of everything that a good day in production has.
    public static let gentle = FaultChoice(named: "gentle") { _ in .gentle }
    /// About half of the fault families, drawn anew for each seed, each as hard as the draw says.
    public static let swarm = FaultChoice(named: "swarm") { .swarm($0) }
    /// Every fault family at once, and hard.
    public static let brutal = FaultChoice(named: "brutal") { _ in .brutal }

    /// The same profile for every seed.
    public static func profile(_ profile: FaultProfile) -> FaultChoice {
        FaultChoice(named: "profile") { _ in profile }
    }
}
