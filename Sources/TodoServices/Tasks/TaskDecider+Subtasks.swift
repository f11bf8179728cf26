internal import TodoDomain
internal import TodoPorts

extension TaskDecider {
    /// The most subtasks that one task has.
    static let mostSubtasksPerTask = 100

    /// Makes the task a subtask, or one of its own again.
    ///
    /// Subtasks go one level deep: a parent is no subtask, and a subtask is no parent. A subtask does not repeat.
    func applyParent(_ update: FieldUpdate<TaskID?>, to task: inout TodoTask) throws(TaskRefusal) {
        if case .set(let parent) = update { try move(&task, under: parent) }
        guard task.parentID == nil || task.series == nil else {
            throw TaskDecider.parentFault("a subtask cannot repeat; repeat its parent instead")
        }
    }

    private func move(_ task: inout TodoTask, under id: TaskID?) throws(TaskRefusal) {
        guard id != task.parentID else { return }
        defer { task.parentID = id }
        guard let id else { return }
        guard id != task.id else { throw TaskDecider.parentFault("a task cannot be its own subtask") }
        guard let parent = snapshot.parent else { throw TaskDecider.parentFault("task \(id) does not exist") }
        guard parent.parentID == nil else {
            throw TaskDecider.parentFault("task \(id) is a subtask itself; subtasks go one level deep")
        }
        guard !snapshot.subtasks.contains(where: { $0.parentID == task.id }) else {
            throw TaskDecider.parentFault("task \(task.id) has subtasks itself; subtasks go one level deep")
        }
        guard snapshot.subtasks.count(where: { $0.parentID == id }) < TaskDecider.mostSubtasksPerTask else {
            throw TaskDecider.parentFault(
                "task \(id) has \(TaskDecider.mostSubtasksPerTask) subtasks already, the most that a task may have")
        }
    }

    private static func parentFault(_ message: String) -> TaskRefusal {
        .invalid(ValidationFailure(pointer: "/parent_id", code: .conflict, message: message))
    }
}
