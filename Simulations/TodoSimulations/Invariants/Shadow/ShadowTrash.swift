internal import CivilTime
internal import TodoDomain

/// A deleted task as its user thinks of it, with the subtasks that went along.
struct ShadowTrash: Equatable {
    var task: ShadowTask
    var subtasks: [TaskID: ShadowTask]
    var deletedAt: Timestamp

    /// True when thirty days have passed.
    func isOver(at now: Timestamp) -> Bool {
        now >= deletedAt.adding(milliseconds: 30 * 86_400_000)
    }

    /// What the user expected and the system holds otherwise; nil when they agree.
    func disagreement(with trashed: TrashedTask) -> String? {
        if let fault = task.disagreement(with: trashed.task) { return fault }
        guard subtasks.keys.sorted() == trashed.subtasks.map(\.id) else {
            return "subtasks should be \(subtasks.keys.sorted()) and are \(trashed.subtasks.map(\.id))"
        }
        let faults = trashed.subtasks.lazy.compactMap { subtasks[$0.id]?.disagreement(with: $0) }
        return faults.first ?? Disagreement.told("instant of deletion", deletedAt, trashed.deletedAt)
    }
}
