/// A spawned task that has not ended.
final class TaskRecord: CustomStringConvertible, @unchecked Sendable {
    let name: String
    let environment: NodeEnvironment
    var task: Task<Void, Never>?
    /// Its place in the simulation's list.
    var index = 0

    init(name: String, environment: NodeEnvironment) {
        self.name = name
        self.environment = environment
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
