public import CivilTime

/// What a run did, in numbers.
public struct SimulationSummary: Sendable, Equatable {
    /// Jobs picked and run.
    public internal(set) var decisions = 0
    /// Timers that fired.
    public internal(set) var timers = 0
    /// Events handed to handlers, redeliveries included.
    public internal(set) var deliveries = 0
    /// Calls through ports.
    public internal(set) var calls = 0
    /// Faults that struck.
    public internal(set) var faults = 0
    /// Crashes of nodes.
    public internal(set) var crashes = 0
    /// The most jobs that were ready at once.
    public internal(set) var largestReadySet = 0
    /// The distinct choices that were made: which lanes and tasks were ready, and which of them ran; by name.
    public internal(set) var choices = ChoiceSketch()
    /// Hash of all decisions; equal for equal seed, options and program.
    public internal(set) var decisionHash: UInt64 = 0
    /// The hash after each further `checkpointInterval` decisions, to find where two runs parted.
    public internal(set) var hashCheckpoints: [UInt64] = []
    /// True time when the body ended.
    public internal(set) var end: Timestamp = .epoch
    /// Tasks that did not end when their nodes were shut down, by name.
    public internal(set) var leakedTasks: [String] = []

    /// About how many distinct choices the run explored among at least two ready jobs.
    public var distinctChoices: Int { choices.estimatedCount }

    /// Decisions between two hash checkpoints.
    public static let checkpointInterval = 4_096

    /// Decisions at which the next checkpoint is taken.
    var nextCheckpoint: Int { (hashCheckpoints.count + 1) * SimulationSummary.checkpointInterval }
}
