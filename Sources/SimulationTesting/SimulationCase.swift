internal import CivilTime
internal import SimulationKit

/// Everything that decides one run of a test.
struct SimulationCase<Step: Sendable> {
    let seed: UInt64
    var options: SimulationOptions
    var steps: [Step]
    let body: @Sendable (World, [Step]) async throws -> Void

    /// What a run came to.
    struct Outcome {
        let failure: (any Error)?
        let end: Timestamp
        let hash: UInt64
        /// Faults that struck, and decisions made: what a reader has to follow.
        let effort: (faults: Int, decisions: Int)
        let coverage: Coverage
        let trace: [TraceEntry]
    }

    /// Runs the case on the calling thread.
    func run() -> Outcome {
        let simulation = Simulation(seed: seed, options: options)
        let world = World(simulation)
        let (body, steps) = (body, steps)
        let result = Result { try simulation.run { _ in try await body(world, steps) } }
        var failure: (any Error)?
        if case .failure(let error) = result { failure = error }
        let summary = simulation.summary
        return Outcome(
            failure: failure, end: summary.end, hash: summary.decisionHash,
            effort: (summary.faults, summary.decisions), coverage: world.coverage,
            trace: simulation.traceEntries)
    }

    /// The same case with its events written down.
    var traced: SimulationCase {
        var traced = self
        traced.options.traceLevel = max(options.traceLevel, .events)
        return traced
    }
}

extension SimulationCase.Outcome {
    /// What broke, without particulars that differ from run to run; nil when nothing did.
    var label: String? {
        switch failure {
        case nil: nil
        case let failure as AssertionFailure: "\(failure.kind.rawValue) \"\(failure.name)\""
        case let failure as SimulationFailure: failure.kind.rawValue
        case .some(let error): "error \(type(of: error))"
        }
    }

    /// The particulars of what broke.
    var message: String {
        switch failure {
        case nil: ""
        case let failure as AssertionFailure:
            (failure.details.isEmpty ? "did not hold" : failure.details) + " (\(failure.place.description))"
        case let failure as SimulationFailure: ([failure.message] + failure.details).joined(separator: "\n  ")
        case .some(let error): "\(error)"
        }
    }

    /// The true time at which it broke.
    var failureTime: Timestamp {
        switch failure {
        case let failure as AssertionFailure: failure.time
        case let failure as SimulationFailure: failure.time
        default: end
        }
    }
}
