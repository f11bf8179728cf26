public import CivilTime

/// How a simulation runs; the seed and these decide everything.
public struct SimulationOptions: Sendable {
    /// How much is written to the trace.
    public enum TraceLevel: Int, Sendable, Comparable {
        /// Nothing.
        case off
        /// What ports and nodes do, and notes.
        case events
        /// Also every scheduling decision.
        case decisions

        /// Order of growing detail.
        public static func < (left: TraceLevel, right: TraceLevel) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    /// The true time at which the run begins.
    public var start: Timestamp
    /// The faults that strike from the beginning.
    public var faults: FaultProfile
    /// How the next ready job is chosen.
    public var schedule: Schedule
    /// Takes jobs in the order of waiting but at these decisions, where the seed draws; nil leaves all to `schedule`.
    public var fifoExcept: DecisionSet?
    /// Another number draws schedule, network and faults anew under the same seed, while the workload stays as it is.
    public var redraw: UInt64
    /// True sends every payload through its real codec.
    public var usesRealCodec: Bool
    /// How much is written to the trace.
    public var traceLevel: TraceLevel
    /// Trace entries kept; older ones are dropped.
    public var traceCapacity: Int
    /// Scheduling decisions after which the run fails.
    public var stepLimit: Int
    /// Scheduling decisions without any progress of time after which the run fails as a livelock.
    public var livelockLimit: Int
    /// Scheduling decisions that may pass over a ready job before the run fails as starvation; never less than 64 times
    /// as many as there were ever jobs ready.
    public var starvationLimit: Int
    /// Virtual time after which the run fails; nil for none.
    public var timeLimit: Duration?
    /// True fails a run whose tasks do not end when their nodes are shut down at its end.
    public var failsOnLeakedTasks: Bool

    /// Options that differ so from the defaults: no faults, a uniform schedule, no trace, a start on 2026-01-01.
    public init(
        start: Timestamp = Timestamp(millisecondsSinceEpoch: 1_767_225_600_000), faults: FaultProfile = .none,
        schedule: Schedule = .uniform, fifoExcept: DecisionSet? = nil, redraw: UInt64 = 0, usesRealCodec: Bool = false,
        traceLevel: TraceLevel = .off, traceCapacity: Int = 2_000, stepLimit: Int = 200_000_000,
        livelockLimit: Int = 1_000_000, starvationLimit: Int = 250_000,
        timeLimit: Duration? = nil, failsOnLeakedTasks: Bool = false
    ) {
        self.start = start
        self.faults = faults
        self.schedule = schedule
        self.fifoExcept = fifoExcept
        self.redraw = redraw
        self.usesRealCodec = usesRealCodec
        self.traceLevel = traceLevel
        self.traceCapacity = max(1, traceCapacity)
        self.stepLimit = stepLimit
        self.livelockLimit = livelockLimit
        self.starvationLimit = starvationLimit
        self.timeLimit = timeLimit
        self.failsOnLeakedTasks = failsOnLeakedTasks
    }
}

extension SimulationOptions {
    /// What the streams of schedule, network and faults start from; the seed itself unless they are drawn anew.
    func chanceSeed(of seed: UInt64) -> UInt64 {
        seed ^ (redraw &* 0x9E37_79B9_7F4A_7C15)
    }
}

extension SimulationOptions: CustomStringConvertible {
    /// Every option that a run depends on, by name and in one line, so that it can be repeated from its output.
    public var description: String {
        let time = timeLimit.map { "\($0)" } ?? "none"
        return "start=\(start.rfc3339) schedule=\(schedule) redraw=\(redraw) usesRealCodec=\(usesRealCodec)"
            + " stepLimit=\(stepLimit) livelockLimit=\(livelockLimit) starvationLimit=\(starvationLimit)"
            + " timeLimit=\(time) failsOnLeakedTasks=\(failsOnLeakedTasks) \(faults)"
    }
}
