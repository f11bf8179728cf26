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
    /// The task of each identity in files that is part of another one there, and that other one's.
    private let parents: [String: String]
    /// Identities that mean something within the file, by those in files.
    private let filed: [String: TaskID]
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
        filed = Dictionary(tasks.compactMap { task in task.uid.map { ($0, task.id) } }) { first, _ in first }
        parents = Dictionary(file.items.compactMap(\.parentage)) { first, _ in first }
        let named = tasks.flatMap { [$0.id, $0.parentID, $0.series?.id, $0.series?.predecessorID].compactMap(\.self) }
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
    ///
    /// What is part of a part there is part of the whole here.
    mutating func placed(_ task: TodoTask) -> TodoTask {
        var placed = task.identified(by: { identities[$0] ?? $0 }, reminders: { $0 }, of: task.userID)
        if let whole = task.uid.flatMap(whole) {
            placed.parentID = there(whole) ?? filed[whole].flatMap { identities[$0] }
        }
        if let occurrence = placed.occurrenceID, !taken.insert(occurrence).inserted { placed.series?.occurrence = nil }
        return placed
    }
}

extension ImportPlan {
    /// The most steps from a part to its whole.
    private static let mostLevels = 50

    /// The identity in files of the task that one is part of, however deep; nil for one that is part of none.
    private func whole(_ uid: String) -> String? {
        var whole = parents[uid]
        for _ in 0..<ImportPlan.mostLevels {
            guard let next = whole.flatMap({ parents[$0] }) else { break }
            whole = next
        }
        return whole == uid ? nil : whole
    }
}

extension ImportedItem {
    /// The identity in files of the task that the item is, and of the one that it is part of.
    fileprivate var parentage: (String, String)? {
        guard case .success(.task(let task, let parent?)) = content, let uid = task.uid else { return nil }
        return (uid, parent)
    }

    /// True for a task that is part of another, which must be there first.
    var isPart: Bool {
        guard case .success(.task(let task, let parent)) = content else { return false }
        return parent != nil || task.parentID != nil
    }

    /// The task that the item is; nil when it is something else or was refused.
    var task: TodoTask? {
        if case .success(.task(let task, _)) = content { task } else { nil }
    }
}
