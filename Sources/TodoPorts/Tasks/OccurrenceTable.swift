internal import CivilTime
internal import TodoDomain

/// Which task holds which occurrence of one user's series.
struct OccurrenceTable {
    private var holders: [TaskID: [CivilDateTime: TaskID]] = [:]
    private var held: [TaskID: OccurrenceID] = [:]

    /// The occurrences of a series that were ever made, by reading.
    func occurrences(of series: TaskID) -> [CivilDateTime: TaskID] {
        holders[series] ?? [:]
    }

    /// Throws `.conflict` when an effect puts a task as an occurrence that another task holds.
    func check(_ effects: [Effect]) throws(TaskStoreError) {
        for case .putTask(let task) in effects {
            guard let occurrence = task.occurrenceID,
                let holder = holders[occurrence.seriesID]?[occurrence.reading], holder != task.id
            else { continue }
            throw TaskStoreError(.conflict, "task \(holder) is occurrence \(occurrence), not task \(task.id)")
        }
    }

    mutating func apply(_ effect: Effect) {
        switch effect {
        case .putTask(let task):
            guard held[task.id] != task.occurrenceID else { return }
            release(task.id)
            guard let occurrence = task.occurrenceID else { return }
            held[task.id] = occurrence
            holders[occurrence.seriesID, default: [:]][occurrence.reading] = task.id
        case .withdrawTask(let id): release(id)
        case .removeTask, .putTag, .renameTag, .removeTag, .putSettings, .putRecord, .removeRecord: break
        }
    }

    private mutating func release(_ id: TaskID) {
        guard let occurrence = held.removeValue(forKey: id) else { return }
        holders[occurrence.seriesID]?[occurrence.reading] = nil
    }
}
