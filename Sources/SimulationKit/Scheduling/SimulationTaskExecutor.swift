/// The executor of every task of a simulation; child tasks inherit it.
final class SimulationTaskExecutor: TaskExecutor, @unchecked Sendable {
    private var simulation: Simulation?

    init(_ simulation: Simulation) {
        self.simulation = simulation
    }

    func enqueue(_ job: consuming ExecutorJob) {
        simulation?.enqueue(UnownedJob(job), on: nil)
    }

    /// Lets the simulation go once its run has ended; a leaked task may hold the executor for longer.
    func forget() {
        simulation = nil
    }

    func asUnownedTaskExecutor() -> UnownedTaskExecutor {
        UnownedTaskExecutor(ordinary: self)
    }
}
