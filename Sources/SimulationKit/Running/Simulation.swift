public import CivilTime
internal import Synchronization

/// A whole distributed system on one thread, in which a seed decides time, order, chance and failure.
///
/// Everything mutable here is confined to the thread that called `run`; an enqueue from another thread is an escape.
public final class Simulation: @unchecked Sendable {
    /// Decides everything that is not decided by the options.
    public let seed: UInt64
    /// How the simulation runs.
    public let options: SimulationOptions

    var scheduleStream: RandomStream
    var hash = DecisionHash()
    var ready = ReadyQueue()
    var timers = TimerHeap()
    var waits = WaitTable()
    /// Tasks at a scheduling point, made ready before the next pick.
    var postponed: ContiguousArray<(continuation: UnsafeContinuation<WakeReason, Never>, origin: Origin)> = []
    var trace: Trace
    var counters = SimulationSummary()
    var choices = ChoiceSketch()
    /// Who runs next under probabilistic concurrency testing; nil under any other schedule.
    var priorities: PriorityPicker?
    var randoms: [StreamName: SimulationRandom] = [:]

    /// Microseconds of virtual time since the start.
    var elapsedMicroseconds: Int64 = 0
    /// Decisions at which the limits are looked at again.
    var nextCheck = 0
    var lastProgressDecisions = 0
    var nextCrashAt = Int.max
    var hasRun = false
    var isStopped = false
    var isTearingDown = false
    var failure: (any Error)?

    var runningLane: Lane?
    /// On whose behalf the running job runs.
    var currentOrigin: Origin = .simulation
    var tasksMade: UInt32 = 0
    /// Nodes that stand still.
    var pausedNodes: [SimulatedNode] = []
    var lanes: [Lane] = []
    /// The one executor of all tasks: a job that runs on a lane names it too, or each hop would be queued twice.
    lazy var taskExecutor = SimulationTaskExecutor(self)
    var incarnationsMade: Int32 = 0
    var liveTasks: [TaskRecord] = []
    var nodes: [SimulatedNode] = []
    /// The newest release of reference data; every node has it once the faults have ended.
    public internal(set) var newestReferenceDataRelease = 0
    /// What parts do when the run has ended, to break their cycles.
    var releaseActions: [() -> Void] = []
    /// What parts do when an outage has been mended.
    var mendActions: [() -> Void] = []
    /// What parts do when a life of a node has begun, or ceased, to stand still.
    var pauseActions: [(NodeEnvironment) -> Void] = []
    var outsideEnvironment: NodeEnvironment?
    lazy var faults = FaultInjector(self)

    let hasForeignEscape = Atomic<Bool>(false)
    let foreignEscapes = Mutex<[String]>([])

    /// A simulation that has not run yet.
    public init(seed: UInt64, options: SimulationOptions = .init()) {
        self.seed = seed
        self.options = options
        let chance = options.chanceSeed(of: seed)
        scheduleStream = RandomStream(seed: chance, name: .schedule)
        if case .probabilistic(let depth) = options.schedule {
            let stream = RandomStream(seed: chance, name: StreamName.schedule.child("priorities"))
            priorities = PriorityPicker(depth: depth, stream: stream)
        }
        trace = Trace(capacity: options.traceCapacity)
        Tripwire.install()
    }

    /// The true time, cut to milliseconds.
    public var now: Timestamp {
        options.start.adding(milliseconds: elapsedMicroseconds / 1_000)
    }

    /// Virtual time since the start of the run.
    public var elapsed: Duration {
        .microseconds(elapsedMicroseconds)
    }

    /// True time and waits for code that belongs to no node, such as the body of the run.
    public var clock: SimulatedClock {
        outside.clock
    }

    /// The place of code that belongs to no node: it never crashes, and its port calls travel like any other.
    public var outside: NodeEnvironment {
        if let outsideEnvironment { return outsideEnvironment }
        let made = NodeEnvironment(simulation: self, node: nil, incarnation: 1)
        outsideEnvironment = made
        return made
    }

    /// The random sequence of that name; the same object for the same name.
    public func random(_ name: StreamName) -> SimulationRandom {
        if let known = randoms[name] { return known }
        let made = SimulationRandom(seed: seed, name: name)
        randoms[name] = made
        return made
    }

    /// A random sequence of that name from its start, which nobody else draws from and which is not kept.
    public func unsharedRandom(_ name: StreamName) -> SimulationRandom {
        SimulationRandom(seed: seed, name: name)
    }

    /// A lane that belongs to no node.
    public func lane(named name: String) -> Lane {
        outside.lane(named: name)
    }

    /// Hash of all decisions so far.
    public var decisionHash: UInt64 { hash.value }

    /// What has been done so far, in numbers.
    public var summary: SimulationSummary {
        var summary = counters
        summary.choices = choices
        return summary
    }

    /// Ends the run as failed at the next decision; the first error given wins.
    public func fail(_ error: any Error) {
        guard !isTearingDown else { return }
        if failure == nil { failure = error }
        isStopped = true
    }
}
