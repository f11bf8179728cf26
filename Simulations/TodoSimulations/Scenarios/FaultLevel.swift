public import SimulationKit

/// How much goes wrong in a run.
public enum FaultLevel: String, Sendable, CaseIterable {
    /// Nothing.
    case none
    /// A little of everything.
    case gentle
    /// Each seed draws which faults exist and how hard they are.
    case swarm
    /// Everything at once, and hard.
    case brutal

    /// The faults of a seed.
    public func profile(for seed: UInt64) -> FaultProfile {
        switch self {
        case .none: .none
        case .gentle: .gentle
        case .swarm: .swarm(seed)
        case .brutal: .brutal
        }
    }
}
