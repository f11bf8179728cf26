internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskStoreContract {
    static let recordCases: [ContractCase<TaskStoreContract>] = [
        .init("records come back as they were, by kind and in their order") { try await $0.listsRecords() },
        .init("records come into a snapshot when named, and counted with the oldest few") {
            try await $0.countsRecords()
        },
        .init("a tag that gets the name of another is one with it on every task") { try await $0.mergesTags() },
        .init("subtasks and their parent come into a snapshot when asked for") { try await $0.findsSubtasks() },
        .init("what takes the last change back stays until a change brings another") { try await $0.keepsUndo() },
    ]

    private func filter(_ name: String) -> UserRecord {
        .savedFilter(SavedFilter(name: name, filter: "priority = high", sort: .dueDate, order: .descending))
    }

    private func trashed(_ id: TaskID, of user: UserID, _ minutes: Int64) -> UserRecord {
        let deletedAt = ContractTasks.noon.adding(milliseconds: minutes * 60_000)
        return .trashedTask(TrashedTask(task: ContractTasks.task(id, of: user), deletedAt: deletedAt))
    }

    func listsRecords() async throws {
        let (user, other) = (user("records"), user("records-other"))
        let ids = try await identifiers(2)
        let older = trashed(ids[1], of: user, 1)
        let newer = trashed(ids[0], of: user, 2)
        try await commit([.putRecord(filter("zoo")), .putRecord(newer), .putRecord(older)], of: user)
        try await commit([.putRecord(filter("Äpfel")), .putRecord(filter("apple"))], of: user)
        try await commit([.putRecord(filter("Zoo"))], of: user)
        try await commit([.putRecord(filter("theirs"))], of: other)
        let filters = try await store.records(of: user, kind: .savedFilter)
        try require(filters == [filter("apple"), filter("Zoo"), filter("Äpfel")], "found \(filters)")
        let trash = try await store.records(of: user, kind: .trashedTask)
        try require(trash == [older, newer], "found \(trash)")
        let state = try await store.state(of: user)
        try require(state.records.count == 5, "the state has \(state.records.count) records")
        try await commit([.removeRecord(.savedFilter("ZOO")), .removeRecord(.savedFilter("nobody's"))], of: user)
        let left = try await store.records(of: user, kind: .savedFilter)
        try require(left == [filter("apple"), filter("Äpfel")], "left \(left)")
    }

    func countsRecords() async throws {
        let user = user("record-count")
        let ids = try await identifiers(10)
        let trash = ids.enumerated().map { trashed($1, of: user, Int64(20 - $0)) }
        try await commit(trash.map { .putRecord($0) } + [.putRecord(filter("soon"))], of: user)
        var request = SnapshotRequest(userID: user)
        request.recordIDs = [
            .savedFilter("SOON"), .savedFilter("later"), .savedFilter("so\0on"), .trashedTask(ids[3]),
        ]
        request.countedRecords = .trashedTask
        let found = try await store.snapshot(request)
        try require(Set(found.records) == [filter("soon"), trash[3]], "found \(found.records)")
        try require(found.recordCount == 10, "counted \(found.recordCount)")
        let oldest = Array(trash.reversed().prefix(SnapshotRequest.oldestRecords))
        try require(found.oldestRecords == oldest, "the oldest are \(found.oldestRecords.map(\.id))")
        let plain = try await snapshot(user)
        try require(plain.records.isEmpty && plain.recordCount == 0, "records came unasked")
    }

    func mergesTags() async throws {
        let user = user("merge")
        let ids = try await identifiers(2)
        let both = ContractTasks.task(ids[0], of: user, tags: ["work", "Urgent", "job"])
        let one = ContractTasks.task(ids[1], of: user, tags: ["Job"])
        let kept = Tag(name: "work", colour: "#112233")
        try await commit([.putTag(kept), .putTag(Tag(name: "job")), .putTag(Tag(name: "Urgent"))], of: user)
        try await commit([.putTask(both), .putTask(one)], of: user)
        try await commit([.renameTag(from: "job", to: "work"), .putTag(kept)], of: user)
        let state = try await store.state(of: user)
        try require(state.orderedTags == [Tag(name: "Urgent"), kept], "the tags are \(state.orderedTags)")
        try require(state.tasks[ids[0]]?.tags == ["work", "Urgent"], "\(state.tasks[ids[0]]?.tags ?? [])")
        try require(state.tasks[ids[1]]?.tags == ["work"], "\(state.tasks[ids[1]]?.tags ?? [])")
    }

    func findsSubtasks() async throws {
        let user = user("subtasks")
        let ids = try await identifiers(4)
        var tasks = ids.map { ContractTasks.task($0, of: user) }
        tasks[1].parentID = ids[0]
        tasks[2].parentID = ids[0]
        try await commit(tasks.map { .putTask($0) }, of: user)
        var request = SnapshotRequest(userID: user, taskID: ids[1])
        request.parentID = ids[0]
        request.subtasksOf = [ids[0], ids[3]]
        let found = try await store.snapshot(request)
        try require(found.task == tasks[1], "the task is \(String(describing: found.task))")
        try require(found.parent == tasks[0], "the parent is \(String(describing: found.parent))")
        try require(found.subtasks == [tasks[1], tasks[2]], "the subtasks are \(found.subtasks.map(\.id))")
        tasks[1].parentID = nil
        try await commit([.putTask(tasks[1]), .removeTask(ids[2])], of: user)
        let left = try await store.snapshot(request)
        try require(left.subtasks.isEmpty, "left are \(left.subtasks.map(\.id))")
        try require(left.task?.parentID == nil, "the task still has a parent")
    }

    func keepsUndo() async throws {
        let user = user("undo")
        let ids = try await identifiers(1)
        let task = ContractTasks.task(ids[0], of: user)
        let steps: [UndoStep] = [.task(ids[0], version: 1, before: nil), .task(ids[0], version: 2, before: task)]
        try await commit([.putTask(task)], of: user, undo: steps[0])
        var request = SnapshotRequest(userID: user)
        try require(try await store.snapshot(request).undo == nil, "it came unasked")
        request.includesUndo = true
        try require(try await store.snapshot(request).undo == steps[0], "the first change's is not there")
        try await commit([.putTag(Tag(name: "a"))], of: user)
        try require(try await store.snapshot(request).undo == steps[0], "a change without one took it away")
        try await commit([.putTask(task)], of: user, undo: steps[1])
        try require(try await store.snapshot(request).undo == steps[1], "the newer one is not there")
        request.userID = self.user("undo-nobody")
        try require(try await store.snapshot(request).undo == nil, "somebody without changes has one")
    }
}
