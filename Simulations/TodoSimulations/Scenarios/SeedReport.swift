public import SimulationKit

/// What became of one seed.
public struct SeedReport: Sendable {
    /// The seed.
    public let seed: UInt64
    /// What the run did, in numbers.
    public let summary: SimulationSummary
    /// Virtual time that passed.
    public let virtualTime: Duration
    /// Changes committed.
    public let commits: Int
    /// Commands acknowledged to users.
    public let acknowledged: Int
    /// Conditions of invariants that were checked.
    public let checks: Int
    /// How often the run took each path of the product, by the path's name.
    public let exercised: [String: Int]
    /// The commands that users sent, in order.
    public let steps: [CommandStep]
    /// What broke; nil when everything held.
    public let failure: SeedFailure?
    /// The newest entries of the trace, oldest first; empty unless tracing was on.
    public let trace: [TraceEntry]
    /// Entries that were written to the trace, those among them that it had no room to keep.
    public let traceTotal: Int
}

/// Why a seed failed.
public struct SeedFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// Name of the broken invariant, or of what kept the simulation from its end.
    public let name: String
    /// What was found.
    public let message: String

    /// A seed whose runs differ.
    init(nondeterminism message: String) {
        name = SeedFailure.nondeterminism
        self.message = message
    }

    /// The name of the failure of a seed whose runs differ.
    public static let nondeterminism = "nondeterminism"

    init(_ error: any Error) {
        switch error {
        case let violation as InvariantViolation:
            name = violation.invariant.rawValue
            message = violation.message
        case let failure as SimulationFailure:
            name = failure.kind == .notSettled ? InvariantName.liveness.rawValue : failure.kind.rawValue
            message = failure.description
        default:
            name = "error"
            message = "\(error)"
        }
    }

    /// Name and finding.
    public var description: String { "\(name): \(message)" }
}
