/// All that one user has, as the changes up to `sequence` made it.
public struct UserState: Hashable, Sendable {
    /// Sequence of the last change applied, 0 before the first.
    public private(set) var sequence: Int64
    /// The user's tasks by identity.
    public private(set) var tasks: [TaskID: TodoTask]
    /// The user's tags by folded name.
    public private(set) var tags: [String: Tag]
    /// What the user prefers.
    public private(set) var settings: UserSettings
    /// What else the user has.
    public private(set) var records: [UserRecord.ID: UserRecord]

    /// The state of a user who never did anything.
    public init() {
        sequence = 0
        tasks = [:]
        tags = [:]
        settings = .initial
        records = [:]
    }

    /// The state that a store kept: what the changes up to `sequence` made.
    public init(
        sequence: Int64, tasks: some Sequence<TodoTask>, tags: some Sequence<Tag>, settings: UserSettings = .initial,
        records: some Sequence<UserRecord> = []
    ) {
        self.sequence = sequence
        self.settings = settings
        self.tasks = Dictionary(tasks.map { ($0.id, $0) }) { _, last in last }
        self.tags = Dictionary(tags.map { ($0.key, $0) }) { _, last in last }
        self.records = Dictionary(records.map { ($0.id, $0) }) { _, last in last }
    }

    /// The user's tasks, oldest identity first.
    public var orderedTasks: [TodoTask] {
        tasks.values.sorted { $0.id < $1.id }
    }

    /// The subtasks of any of those tasks, by identity.
    public func subtasks(of parents: [TaskID]) -> [TodoTask] {
        orderedTasks.filter { $0.parentID.map(parents.contains) ?? false }
    }

    /// The user's tags by folded name.
    public var orderedTags: [Tag] {
        tags.values.sorted { $0.key < $1.key }
    }

    /// The user's records of a kind, in their order.
    public func orderedRecords(_ kind: UserRecord.Kind) -> [UserRecord] {
        records.values.filter { $0.id.kind == kind }.sorted { $0.precedes($1) }
    }

    /// The user's saved filters by folded name.
    public var savedFilters: [SavedFilter] {
        orderedRecords(.savedFilter).compactMap { if case .savedFilter(let filter) = $0 { filter } else { nil } }
    }

    /// The user's deleted tasks, the one that was deleted first coming first.
    public var trash: [TrashedTask] {
        orderedRecords(.trashedTask).compactMap { if case .trashedTask(let trashed) = $0 { trashed } else { nil } }
    }

    /// Applies the next change; throws `SequenceGap` when it is not the next one, leaving the state as it was.
    public mutating func apply(_ change: Change) throws(SequenceGap) {
        guard change.sequence == sequence + 1 else {
            throw SequenceGap(expected: sequence + 1, found: change.sequence)
        }
        for effect in change.effects { apply(effect) }
        sequence = change.sequence
    }

    private mutating func apply(_ effect: Effect) {
        switch effect {
        case .putTask(let task): tasks[task.id] = task
        case .removeTask(let id), .withdrawTask(let id): tasks[id] = nil
        case .putTag(let tag): tags[tag.key] = tag
        case .renameTag(let from, let to):
            if var tag = tags.removeValue(forKey: Tag.key(from)) {
                tag.name = to
                tags[tag.key] = tag
            }
            updateTasks(tagged: from) { $0.rename(tag: from, to: to) }
        case .removeTag(let name):
            tags[Tag.key(name)] = nil
            updateTasks(tagged: name) { $0.rename(tag: name, to: nil) }
        case .putSettings(let settings): self.settings = settings
        case .putRecord(let record): records[record.id] = record
        case .removeRecord(let id): records[id] = nil
        }
    }

    private mutating func updateTasks(tagged name: String, _ update: (inout TodoTask) -> Void) {
        for (id, task) in tasks where task.hasTag(name) {
            var task = task
            update(&task)
            tasks[id] = task
        }
    }
}

extension TodoTask {
    /// True when the task carries the tag, ignoring case.
    public func hasTag(_ name: String) -> Bool {
        let key = Tag.key(name)
        return tags.contains { Tag.key($0) == key }
    }

    /// Gives the tag a new name on this task, or takes it off when nil; the version rises by one.
    ///
    /// A task that carries a tag of the new name already carries it once, where the first of the two was.
    public mutating func rename(tag name: String, to newName: String?) {
        tags = tags.renaming(tag: Tag.key(name), to: newName)
        version += 1
    }
}

extension [String] {
    /// These names with the one of that key renamed, or taken out when nil, and each there once.
    func renaming(tag key: String, to newName: String?) -> [String] {
        var seen: Set<String> = []
        return compactMap { Tag.key($0) == key ? newName : $0 }.filter { seen.insert(Tag.key($0)).inserted }
    }
}

/// A change was not the next one of its user.
public struct SequenceGap: Error, Sendable, Equatable {
    /// The sequence that would have been next.
    public let expected: Int64
    /// The sequence that came.
    public let found: Int64
}
