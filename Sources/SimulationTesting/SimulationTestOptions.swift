public import SimulationKit

/// How `simulate` runs the seeds of a test.
public struct SimulationTestOptions: Sendable {
    /// How each simulation runs; the faults in it are replaced by those of the test.
    public var simulation: SimulationOptions
    /// True lets each seed draw its schedule; false takes that of `simulation` for all of them.
    public var drawsSchedule: Bool
    /// True runs every seed a second time and fails when it decides anything else.
    public var checksDeterminism: Bool
    /// True makes a failure smaller before it is told.
    public var shrinks: Bool
    /// Runs that shrinking may take.
    public var shrinkingRunLimit: Int
    /// Events shown with a failure, the last ones.
    public var shownEvents: Int
    /// The command that repeats a seed; nil for `SIMULATION_SEED=… swift test --filter …` with this test's name.
    public var replayCommand: (@Sendable (UInt64) -> String)?

    /// Options that differ so from the defaults: a drawn schedule, every seed twice, failures shrunk in at most 3,000
    /// runs, 20 events.
    public init(
        simulation: SimulationOptions = .init(), drawsSchedule: Bool = true, checksDeterminism: Bool = true,
        shrinks: Bool = true,
        shrinkingRunLimit: Int = 3_000, shownEvents: Int = 20, replayCommand: (@Sendable (UInt64) -> String)? = nil
    ) {
        self.simulation = simulation
        self.drawsSchedule = drawsSchedule
        self.checksDeterminism = checksDeterminism
        self.shrinks = shrinks
        self.shrinkingRunLimit = shrinkingRunLimit
        self.shownEvents = shownEvents
        self.replayCommand = replayCommand
    }
}
