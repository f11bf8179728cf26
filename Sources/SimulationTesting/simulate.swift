public import SimulationKit

/// Runs a system under one seed of a parameterised test.
///
/// Throws a `SimulationTestFailure`, or `UnreachedAssertions` from the seed that is done last. Blocks the calling
/// thread until the run has ended; seeds that run at the same time do not disturb each other.
public func simulate(
    _ seed: Seed, faults: FaultChoice = .swarm, options: SimulationTestOptions = .init(), fileID: String = #fileID,
    line: Int = #line, function: String = #function, _ body: @escaping @Sendable (World) async throws -> Void
) throws {
    let plan = TestPlan<Never>(
        faults: faults, options: options, site: .init(fileID: fileID, line: line), function: function,
        steps: { _ in [] }, body: { world, _ in try await body(world) })
    try plan.run(seed)
}

/// Runs a system under one seed of a parameterised test, with steps that a failure is shrunk to.
///
/// `steps` draws the seed's steps; the body must carry out any part of them. Throws as without steps.
public func simulate<Step: Sendable>(
    _ seed: Seed, faults: FaultChoice = .swarm, options: SimulationTestOptions = .init(),
    steps: @escaping @Sendable (SimulationRandom) -> [Step], fileID: String = #fileID, line: Int = #line,
    function: String = #function, _ body: @escaping @Sendable (World, [Step]) async throws -> Void
) throws {
    let plan = TestPlan(
        faults: faults, options: options, site: .init(fileID: fileID, line: line), function: function, steps: steps,
        body: body)
    try plan.run(seed)
}

/// Runs a system under every seed of a range, as many at once as there are processors.
///
/// Throws a `SimulationTestFailure` for the lowest seed that fails, or `UnreachedAssertions`.
public func simulate(
    seeds: ClosedRange<UInt64>, faults: FaultChoice = .swarm, options: SimulationTestOptions = .init(),
    fileID: String = #fileID, line: Int = #line, function: String = #function,
    _ body: @escaping @Sendable (World) async throws -> Void
) async throws {
    let plan = TestPlan<Never>(
        faults: faults, options: options, site: .init(fileID: fileID, line: line), function: function,
        steps: { _ in [] }, body: { world, _ in try await body(world) })
    try await RangeTrial(plan: plan).run(Seeds(seeds))
}

/// Runs a system under every seed of a range, with steps that a failure is shrunk to.
///
/// `steps` draws a seed's steps; the body must carry out any part of them. Throws as without steps.
public func simulate<Step: Sendable>(
    seeds: ClosedRange<UInt64>, faults: FaultChoice = .swarm, options: SimulationTestOptions = .init(),
    steps: @escaping @Sendable (SimulationRandom) -> [Step], fileID: String = #fileID, line: Int = #line,
    function: String = #function, _ body: @escaping @Sendable (World, [Step]) async throws -> Void
) async throws {
    let plan = TestPlan(
        faults: faults, options: options, site: .init(fileID: fileID, line: line), function: function, steps: steps,
        body: body)
    try await RangeTrial(plan: plan).run(Seeds(seeds))
}
