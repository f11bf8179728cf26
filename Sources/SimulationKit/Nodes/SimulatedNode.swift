/// A machine, or a pod: it boots, it crashes with all that it had in memory, it boots again.
public final class SimulatedNode: @unchecked Sendable {
    /// Name, unique within the simulation.
    public let name: String
    /// The simulation that it belongs to.
    public let simulation: Simulation
    /// True when drawn crashes may strike it.
    public let isCrashable: Bool
    /// How far its clock is from the true time, in milliseconds; negative when behind.
    public var clockOffsetMilliseconds: Int64 = 0
    /// How much too fast its clock runs, in parts per million; negative when too slow.
    ///
    /// Setting it also takes back what the clock has drifted so far.
    public var clockDriftPartsPerMillion: Int64 = 0 {
        didSet { driftsSince = simulation.elapsedMicroseconds }
    }
    /// The release of reference data, such as zone rules, that its code reads; it outlives a crash.
    public internal(set) var referenceDataRelease = 0
    /// The present life; nil while it is down.
    public private(set) var environment: NodeEnvironment?
    /// True once the present life's boot has ended.
    public private(set) var isReady = false

    /// Virtual time at which its sidecar is ready, in microseconds since the start of the run.
    var sidecarReadyAt: Int64 = 0
    private(set) var driftsSince: Int64 = 0
    /// What would run if the node did not stand still.
    var heldJobs: [ReadyQueue.Entry] = []
    /// True while it stands still.
    public internal(set) var isPaused = false

    private var boot: (@Sendable (NodeEnvironment) async throws -> Void)?
    private var incarnations = 0
    private var failuresInARow = 0
    /// Those of them since something was last away, which explains a failure of itself.
    private var failuresWhileAllIsThere = 0
    private var restart: WaitToken?
    private var readyWaits: [WaitToken] = []

    init(
        name: String, simulation: Simulation, isCrashable: Bool,
        boot: @escaping @Sendable (NodeEnvironment) async throws -> Void
    ) {
        self.name = name
        self.simulation = simulation
        self.isCrashable = isCrashable
        self.boot = boot
    }

    /// True while it has a life.
    public var isUp: Bool { environment != nil }

    /// Ends its life now: memory is gone, tasks are cancelled, every port of it throws and has no effect any more.
    public func crash() {
        guard environment != nil else { return }
        simulation.traceEvent("crash", environment, "")
        simulation.counters.crashes += 1
        end(isShutDown: false)
    }

    /// Boots it anew after that much virtual time, crashing it first when it is up.
    public func restart(after pause: Duration = .zero) {
        crash()
        restart(afterMicroseconds: pause.wholeMicroseconds)
    }

    /// Returns when the present or next life's boot has ended; throws `CancellationError` when cancelled.
    public func waitUntilReady() async throws {
        while !isReady {
            try Task.checkCancellation()
            let token = simulation.openWait("a node to be ready", in: simulation.outside)
            readyWaits.append(token)
            guard await simulation.suspend(token) == .due else { throw CancellationError() }
        }
    }

    func restart(afterMicroseconds microseconds: Int64) {
        if let restart { simulation.wake(restart, .cancelled) }
        restart = simulation.plan("a restart", after: microseconds) { [self] in start() }
    }

    /// Begins a life, unless it has one.
    func start() {
        if let restart { simulation.wake(restart, .cancelled) }
        restart = nil
        guard environment == nil, let boot else { return }
        incarnations += 1
        let life = NodeEnvironment(simulation: simulation, node: self, incarnation: incarnations)
        environment = life
        simulation.traceEvent("boot", life, "")
        // A process that failed by itself finds the sidecar that it had.
        if failuresInARow == 0 { startSidecar(life) }
        life.spawn(named: "boot") { [self] in
            try await boot(life)
            guard life.isAlive else { return }
            becomeReady()
        }
    }

    private func startSidecar(_ life: NodeEnvironment) {
        let start = simulation.faults.sidecarStart(of: life)
        sidecarReadyAt = start == 0 ? 0 : simulation.elapsedMicroseconds + start
    }

    private func becomeReady() {
        failuresInARow = 0
        failuresWhileAllIsThere = 0
        isReady = true
        for token in readyWaits { simulation.wake(token, .due) }
        readyWaits = []
    }

    /// A task of the present life threw: the process ends, and its supervisor starts it again after a growing pause.
    func taskFailed(_ error: any Error) {
        failuresInARow += 1
        // While something cannot be reached there is nothing else that a process could do.
        failuresWhileAllIsThere = simulation.faults.outages.isEmpty ? failuresWhileAllIsThere + 1 : 0
        guard failuresWhileAllIsThere < 200 else {
            let times = "\(failuresInARow) times in a row"
            let message = "node '\(name)' failed \(times) without booting; the last error was: \(error)"
            return simulation.fail(simulation.failure(.bootLoop, message, details: []))
        }
        crash()
        // As supervisors do: half a minute at first, minutes once it looks hopeless.
        let longest: Int64 = failuresInARow < 40 ? 30_000_000 : 300_000_000
        restart(afterMicroseconds: min(1_000_000 << Int64(min(failuresInARow, 9)), longest))
    }

    func end(isShutDown: Bool) {
        let life = environment
        resume()
        environment = nil
        isReady = false
        life?.end(requestsOutlive: !isShutDown && simulation.faults.strikes(.lateRequests))
    }

    /// Lets go of the boot closure, which may hold the simulation.
    func forget() {
        boot = nil
        restart = nil
        heldJobs = []
        readyWaits = []
    }
}

extension Simulation {
    /// The oldest release of reference data that a node still has.
    public var oldestReferenceDataRelease: Int {
        nodes.lazy.map(\.referenceDataRelease).min() ?? newestReferenceDataRelease
    }

    /// True when each node is up and its boot has ended.
    public var isEveryNodeReady: Bool { nodes.allSatisfy(\.isReady) }

    /// Starts a task that belongs to no node; an error that it throws fails the run.
    @discardableResult
    public func spawn(named name: String, _ body: @escaping @Sendable () async throws -> Void) -> Task<Void, Never> {
        outside.spawn(named: name, body)
    }

    /// Adds a node and begins its first life; `boot` runs anew in every life.
    @discardableResult
    public func addNode(
        named name: String, isCrashable: Bool = true, boot: @escaping @Sendable (NodeEnvironment) async throws -> Void
    ) -> SimulatedNode {
        precondition(isCurrentThread, "nodes are added inside the body of 'run'")
        precondition(!nodes.contains { $0.name == name }, "there is a node '\(name)' already")
        let node = SimulatedNode(name: name, simulation: self, isCrashable: isCrashable, boot: boot)
        nodes.append(node)
        faults.greet(node)
        node.start()
        return node
    }
}
