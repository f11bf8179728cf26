internal import CivilTime
internal import TodoDomain
internal import TodoFormats

/// Which task here each task of a file is: those that are there already, and identities for those that are not.
struct ImportPlan {
    /// Identities here by those that mean something within the file.
    private(set) var identities: [TaskID: TaskID] = [:]
    /// Tasks of the user's by their identities in files.
    private let known: [String: TaskID]
    /// Occurrences that tasks here, or earlier ones of the file, hold.
    private var taken: Set<OccurrenceID>
    /// What is still without an identity here, ascending.
    private(set) var missing: [TaskID] = []

    init(_ file: ImportedFile, into state: UserState, epoch: String) {
        var byUID: [String: TodoTask] = [:]
        for task in state.tasks.values { byUID[task.universalID(epoch: epoch)] = task }
        known = byUID.mapValues(\.id)
        taken = Set(state.tasks.values.compactMap(\.occurrenceID))
        let tasks = file.items.compactMap(\.task)
        for task in tasks {
            guard let there = task.uid.flatMap({ byUID[$0] }) else { continue }
            identities[task.id] = there.id
            // What a task that is there says of its series holds for those that are not.
            if let id = task.series?.id, let real = there.series?.id { identities[id] = real }
            if let id = task.series?.predecessorID, let real = there.series?.predecessorID { identities[id] = real }
        }
        let named = tasks.flatMap { [$0.id, $0.series?.id, $0.series?.predecessorID].compactMap(\.self) }
        missing = Set(named).filter { identities[$0] == nil }.sorted()
    }

    /// The task here that has the identity in files.
    func there(_ uid: String?) -> TaskID? {
        uid.flatMap { known[$0] }
    }

    /// Gives what is without an identity one of a block, in order.
    mutating func assign(from first: Int64) {
        for (offset, id) in missing.enumerated() { identities[id] = TaskID(first + Int64(offset)) }
    }

    /// The task as it is to be here; an occurrence that another task holds it does not hold.
    mutating func placed(_ task: TodoTask) -> TodoTask {
        var placed = task.identified(by: { identities[$0] ?? $0 }, reminders: { $0 }, of: task.userID)
        if let occurrence = placed.occurrenceID, !taken.insert(occurrence).inserted { placed.series?.occurrence = nil }
        return placed
    }
}

extension ImportedItem {
    /// The task that the item is; nil when it is something else or was refused.
    var task: TodoTask? {
        if case .success(.task(let task, _)) = content { task } else { nil }
    }
}
