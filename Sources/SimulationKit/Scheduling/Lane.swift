/// The serial executor of one actor inside a simulation.
///
/// Each actor has its own: two actors on one executor would be one isolation domain, and an `await` between them would
/// be no scheduling point. An actor keeps its lane in a stored property and answers it as its `unownedExecutor`.
public final class Lane: SerialExecutor {
    /// Stable number of the lane within its simulation, counted from 1.
    public let number: Int
    /// Name for traces.
    public let name: String
    let simulation: Simulation
    /// Number of the life of a node that it is part of.
    let incarnation: Int32
    /// Hash of the names of node and lane, the same in every life and every run.
    let key: UInt32

    init(number: Int, name: String, environment: NodeEnvironment) {
        self.number = number
        self.name = "\(environment.name)/\(name)"
        simulation = environment.simulation
        incarnation = environment.number
        key = environment.key(of: name)
    }

    /// Puts the job among the ready ones; the seed says when it runs.
    public func enqueue(_ job: consuming ExecutorJob) {
        simulation.enqueue(UnownedJob(job), on: self)
    }

    /// A reference that does not keep the lane alive.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    /// True while a job of this lane runs.
    public func isIsolatingCurrentContext() -> Bool? {
        simulation.isCurrentThread && simulation.runningLane === self
    }

    /// Stops the program when no job of this lane runs.
    public func checkIsolated() {
        precondition(isIsolatingCurrentContext() == true, "not on lane '\(name)'")
    }
}
