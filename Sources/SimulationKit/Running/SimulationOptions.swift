public import CivilTime

/// How a simulation runs; the seed and these decide everything.
public struct SimulationOptions: Sendable {
    /// How the next ready job is chosen.
    public enum Picking: String, Sendable {
        /// Each ready job is equally likely.
        case uniform
        /// The one that has waited longest.
        case firstInFirstOut
    }

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
    public var picking: Picking
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
    /// Virtual time after which the run fails; nil for none.
    public var timeLimit: Duration?
    /// True fails a run whose tasks do not end when their nodes are shut down at its end.
    public var failsOnLeakedTasks: Bool

    /// Options that differ so from the defaults: no faults, uniform picking, no trace, a start on 2026-01-01.
    public init(
        start: Timestamp = Timestamp(millisecondsSinceEpoch: 1_767_225_600_000), faults: FaultProfile = .none,
        picking: Picking = .uniform, redraw: UInt64 = 0, usesRealCodec: Bool = false,
        traceLevel: TraceLevel = .off, traceCapacity: Int = 2_000, stepLimit: Int = 200_000_000,
        livelockLimit: Int = 1_000_000,
        timeLimit: Duration? = nil, failsOnLeakedTasks: Bool = false
    ) {
        self.start = start
        self.faults = faults
        self.picking = picking
        self.redraw = redraw
        self.usesRealCodec = usesRealCodec
        self.traceLevel = traceLevel
        self.traceCapacity = max(1, traceCapacity)
        self.stepLimit = stepLimit
        self.livelockLimit = livelockLimit
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
