public import SimulationKit

/// One run of a system under test: its simulation, and the assertions about it.
///
/// An assertion is known from its first mention. Name it at the top of the test's body, before any condition, and one
/// that no seed ever reaches fails the test.
public final class World: @unchecked Sendable {
    /// The simulation that runs.
    public let simulation: Simulation
    // Confined to the simulation's thread, like everything mutable in a simulation.
    private(set) var coverage = Coverage()

    init(_ simulation: Simulation) {
        self.simulation = simulation
    }

    /// A condition that must hold whenever it is looked at, and must be looked at in at least one seed.
    public func always(_ name: String) -> Always {
        coverage.mention(.always, name)
        return Always(world: self, name: name)
    }

    /// Looks at a condition that must always hold; ends the run as failed when it does not.
    public func always(
        _ name: String, _ condition: Bool, _ details: @autoclosure () -> String = "", fileID: String = #fileID,
        line: Int = #line
    ) {
        check(.always, name, condition, details, SourcePlace(fileID: fileID, line: line))
    }

    /// A condition that must be true at least once over all seeds of the test.
    public func sometimes(_ name: String) -> Sometimes {
        coverage.mention(.sometimes, name)
        return Sometimes(world: self, name: name)
    }

    /// Notes whether a condition is true that must be so at least once over all seeds of the test.
    public func sometimes(_ name: String, _ condition: Bool) {
        coverage.note(.sometimes, name, condition)
    }

    /// Ends the run as failed: the place where this is called must never be reached.
    public func unreachable(
        _ name: String, _ details: @autoclosure () -> String = "", fileID: String = #fileID, line: Int = #line
    ) {
        fail(.unreachable, name, details(), SourcePlace(fileID: fileID, line: line))
    }

    /// Ends all faults, then waits on virtual time until the condition holds; throws when it does not within `limit`.
    public func eventually(
        _ name: String, within limit: Duration = .seconds(600), fileID: String = #fileID, line: Int = #line,
        _ condition: () async throws -> Bool
    ) async throws {
        coverage.mention(.eventually, name)
        simulation.heal()
        do {
            try await simulation.settle(name, within: limit, until: condition)
            coverage.note(.eventually, name, true)
        } catch let failure as SimulationFailure where failure.kind == .notSettled {
            let place = SourcePlace(fileID: fileID, line: line)
            let details = (["still not so \(limit) after the faults had ended"] + failure.details).joined(
                separator: "\n")
            throw AssertionFailure(kind: .eventually, name: name, details: details, time: simulation.now, place: place)
        }
    }

    func check(
        _ kind: AssertionKind, _ name: String, _ condition: Bool, _ details: () -> String, _ place: SourcePlace
    ) {
        coverage.note(kind, name, condition)
        if !condition { fail(kind, name, details(), place) }
    }

    private func fail(_ kind: AssertionKind, _ name: String, _ details: String, _ place: SourcePlace) {
        simulation.fail(
            AssertionFailure(kind: kind, name: name, details: details, time: simulation.now, place: place))
    }

    func note(_ kind: AssertionKind, _ name: String, _ condition: Bool) {
        coverage.note(kind, name, condition)
    }
}
