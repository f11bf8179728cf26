/// One life of a node: what its code gets to run on; once the node has crashed it is dead for ever.
public final class NodeEnvironment: @unchecked Sendable {
    /// The simulation that it belongs to.
    public let simulation: Simulation
    /// The node; nil outside all nodes.
    public let node: SimulatedNode?
    /// Which life of the node, counted from 1.
    public let incarnation: Int
    /// False from the instant of the crash on.
    public private(set) var isAlive = true

    let number: Int32
    /// True when requests that were under way at the crash still arrive.
    private(set) var requestsOutliveCrash = false
    private var tasksAlive = 0
    private var endActions = EndActions()
    private var callsAfterCrash = 0
    private let nodeKey: UInt64

    init(simulation: Simulation, node: SimulatedNode?, incarnation: Int) {
        self.simulation = simulation
        self.node = node
        self.incarnation = incarnation
        nodeKey = DecisionHash.stable(node?.name ?? "outside") &* 0x9E37_79B9_7F4A_7C15
        simulation.incarnationsMade += 1
        number = simulation.incarnationsMade
    }

    /// The node's name and life, for example `tasks-1#2`.
    public var name: String {
        node.map { "\($0.name)#\(incarnation)" } ?? "outside"
    }

    /// True while the node stands still in this life.
    var isPaused: Bool { isAlive && node?.isPaused == true }

    /// Hash of the names of the node and of something of it, the same in every life and every run.
    func key(of name: String) -> UInt32 {
        let hash = DecisionHash.stable(name) ^ nodeKey
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    }

    /// Time as this node sees it.
    public var clock: SimulatedClock { SimulatedClock(self) }

    /// Identifiers of this life; draws of other nodes do not move them.
    public var random: SimulationRandom {
        simulation.random(StreamName.identifiers.child(name))
    }

    /// The executor of one actor; call it once per actor.
    public func lane(named name: String) -> Lane {
        let lane = Lane(number: simulation.lanes.count + 1, name: name, environment: self)
        simulation.lanes.append(lane)
        return lane
    }

    /// Tasks of one life beyond which it will never get them done: they come faster than they end.
    static let mostTasks = 20_000

    /// Starts a task that ends with this life; an error that it throws brings the node down, as it would a process.
    @discardableResult
    public func spawn(named name: String, _ body: @escaping @Sendable () async throws -> Void) -> Task<Void, Never> {
        let record = TaskRecord(name: name, environment: self)
        simulation.add(record)
        countTask()
        let task = simulation.charging(record.origin) {
            Task(executorPreference: simulation.taskExecutor) { [self] in
                do {
                    try await body()
                } catch {
                    taskFailed(named: name, error)
                }
                simulation.remove(record)
                tasksAlive -= 1
            }
        }
        record.task = task
        if !isAlive { task.cancel() }
        return task
    }

    /// Ends the run when work piles up, before it takes all memory.
    private func countTask() {
        tasksAlive += 1
        guard node != nil, tasksAlive > NodeEnvironment.mostTasks else { return }
        let message = "\(name) has \(tasksAlive) tasks under way; they come faster than it can end them"
        simulation.fail(simulation.failure(.pileUp, message, details: simulation.pendingWork()))
    }

    /// Calls the action at the instant when this life ends.
    public func onEnd(_ action: @escaping () -> Void) {
        _ = addEndAction(action)
    }

    func addEndAction(_ action: @escaping () -> Void) -> Int {
        guard isAlive else {
            action()
            return -1
        }
        return endActions.add(action)
    }

    func removeEndAction(_ slot: Int) {
        endActions.remove(slot)
    }

    private func taskFailed(named task: String, _ error: any Error) {
        guard isAlive, !(error is CancellationError) else { return }
        simulation.traceEvent("task failed", self, "\(task): \(error)")
        if let node {
            node.taskFailed(error)
        } else {
            simulation.fail(error)
        }
    }

    /// Makes this life end now: unregisters it everywhere, cancels its tasks, fails its waits.
    func end(requestsOutlive: Bool = false) {
        guard isAlive else { return }
        isAlive = false
        requestsOutliveCrash = requestsOutlive
        for action in endActions.takeAll() { action() }
        for record in simulation.liveTasks where record.environment === self { record.task?.cancel() }
        for token in simulation.waits.tokens(of: number) where !(requestsOutlive && simulation.waits.isRequest(token)) {
            simulation.wake(token, .crashed)
        }
    }

    /// Throws `NodeCrashed` in a dead life, after a scheduling point so that a loop cannot hang the run.
    func requireAlive() async throws {
        guard !isAlive else { return }
        callsAfterCrash += 1
        if callsAfterCrash > 10_000 {
            simulation.failAsZombie(self)
            _ = await simulation.suspend(simulation.openWait("nothing, after its crash", in: self))
        }
        await simulation.schedulingPoint()
        throw crashed
    }

    /// Waits on virtual time; throws `CancellationError` when cancelled or crashed.
    func sleep(microseconds: Int64) async throws {
        do { try await requireAlive() } catch { throw CancellationError() }
        guard !Task.isCancelled else {
            await simulation.schedulingPoint()
            throw CancellationError()
        }
        let token = simulation.openWait("a sleep to end", in: self, after: microseconds)
        let reason = await withTaskCancellationHandler {
            await simulation.suspend(token)
        } onCancel: {
            simulation.wake(token, .cancelled)
        }
        guard reason == .due else { throw CancellationError() }
    }
}
