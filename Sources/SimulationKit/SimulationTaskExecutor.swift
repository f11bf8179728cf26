/// The executor of every task that an incarnation of a node spawns; child tasks inherit it.
final class SimulationTaskExecutor: TaskExecutor {
    /// Stable number within the simulation, never equal to a lane's.
    let number: Int
    let simulation: Simulation

    init(number: Int, simulation: Simulation) {
        self.number = number
        self.simulation = simulation
    }

    func enqueue(_ job: consuming ExecutorJob) {
        simulation.enqueue(UnownedJob(job), on: .tasks(self))
    }

    func asUnownedTaskExecutor() -> UnownedTaskExecutor {
        UnownedTaskExecutor(ordinary: self)
    }
}
