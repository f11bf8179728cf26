/// On whose behalf a job runs: carried from job to job, through hops, waits and spawns.
///
/// A job is charged to the task that was spawned, its child tasks included. What service code wakes by itself, such as
/// the reader of an `AsyncStream`, is charged to whoever woke it until it waits for the simulation again.
struct Origin {
    /// Number of the life of a node that the task belongs to; 0 for the simulation itself.
    var incarnation: Int32 = 0
    /// Number of the spawned task, counted from 1; 0 for none.
    var task: UInt32 = 0
    /// Hash of the names of node and task, the same in every life and every run.
    var key: UInt32 = 0

    /// The simulation itself.
    static let simulation: Origin = .init()
}

extension Simulation {
    /// Does something, such as resuming a continuation, whose jobs are charged to that origin.
    @inline(__always)
    func charging<Output>(_ origin: Origin, _ body: () -> Output) -> Output {
        let former = currentOrigin
        currentOrigin = origin
        defer { currentOrigin = former }
        return body()
    }
}
