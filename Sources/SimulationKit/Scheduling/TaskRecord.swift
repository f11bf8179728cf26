/// A spawned task that has not ended.
final class TaskRecord: CustomStringConvertible, @unchecked Sendable {
    let name: String
    let environment: NodeEnvironment
    /// To whom its jobs are charged.
    let origin: Origin
    var task: Task<Void, Never>?
    /// Its place in the simulation's list.
    var index = 0

    init(name: String, environment: NodeEnvironment) {
        self.name = name
        self.environment = environment
        environment.simulation.tasksMade &+= 1
        origin = Origin(
            incarnation: environment.number, task: environment.simulation.tasksMade, key: environment.key(of: name))
    }

    var description: String { "\(environment.name)/\(name)" }
}

extension Simulation {
    func add(_ record: TaskRecord) {
        record.index = liveTasks.count
        liveTasks.append(record)
    }

    func remove(_ record: TaskRecord) {
        guard record.index < liveTasks.count, liveTasks[record.index] === record else { return }
        let last = liveTasks.removeLast()
        guard last !== record else { return }
        liveTasks[record.index] = last
        last.index = record.index
    }
}
