internal import TodoDomain
internal import TodoPorts

extension TaskStoreContract {
    static let commitCases: [ContractCase<TaskStoreContract>] = [
        .init("the epoch stays the same") { try await $0.keepsItsEpoch() },
        .init("a user who never did anything has nothing at sequence 0") { try await $0.beginsEmpty() },
        .init("a task comes back as it was committed, whatever its shape") { try await $0.keepsEveryShape() },
        .init("a task put again is replaced, a removed one is gone") { try await $0.replacesAndRemoves() },
        .init("the first task made to follow another one is its successor for ever") { try await $0.findsSuccessors() },
        .init("users do not see each other's tasks, tags, successors and keys") { try await $0.separatesUsers() },
        .init("a task is found by its identity in files while it is there") { try await $0.findsIdentitiesInFiles() },
        .init("reserved identities are never given twice") { try await $0.reservesIdentities() },
        .init("all that a user has is what the changes make of it") { try await $0.equalsTheModel() },
    ]

    func keepsItsEpoch() async throws {
        let epoch = try await store.epoch()
        try await commit([], of: user("epoch"))
        try require(!epoch.isEmpty, "the epoch is empty")
        try require(try await store.epoch() == epoch, "the epoch changed with a commit")
    }

    func findsIdentitiesInFiles() async throws {
        let (user, other) = (user("uid"), user("uid-other"))
        let ids = try await identifiers(2)
        var task = ContractTasks.task(ids[0], of: user)
        task.uid = "one@example.com"
        try await commit([.putTask(task), .putTask(ContractTasks.task(ids[1], of: user))], of: user)
        func holder(_ uid: String, of user: UserID) async throws -> TaskID? {
            try await store.snapshot(SnapshotRequest(userID: user, uid: uid)).holderOfUID
        }
        try require(try await holder("one@example.com", of: user) == ids[0], "the task is not found")
        try require(try await holder("One@example.com", of: user) == nil, "another identity finds the task")
        try require(try await holder("one@example.com", of: other) == nil, "another user finds the task")
        try await commit([.removeTask(ids[0])], of: user)
        try require(try await holder("one@example.com", of: user) == nil, "a task that is gone is found")
    }

    func beginsEmpty() async throws {
        let user = user("nobody")
        let empty = try await snapshot(user, task: TaskID(1), successorOf: TaskID(1), tags: true, key: "key")
        try require(empty == TaskSnapshot(sequence: 0), "an unknown user has \(empty)")
        try require(try await store.state(of: user) == UserState(), "an unknown user has a state")
        try require(try await store.tasks(of: user, matching: TaskQuery()).isEmpty, "an unknown user has tasks")
    }

    func keepsEveryShape() async throws {
        let user = user("shapes")
        let tasks = ContractTasks.shapes(try await identifiers(6), of: user)
        try await commit(tasks.map(Effect.putTask), of: user)
        for task in tasks {
            let read = try await snapshot(user, task: task.id)
            try require(read.task == task, "stored \(task), read \(String(describing: read.task))")
            try require(read.sequence == 1, "one change gave sequence \(read.sequence)")
        }
        let listed = try await store.tasks(of: user, matching: TaskQuery())
        try require(listed == tasks, "stored \(tasks), listed \(listed)")
    }

    func replacesAndRemoves() async throws {
        let user = user("replace")
        let ids = try await identifiers(2)
        var task = ContractTasks.task(ids[0], of: user, title: "First")
        let other = ContractTasks.task(ids[1], of: user, title: "Other")
        try await commit([.putTask(task), .putTask(other)], of: user)
        task.title = "Second"
        task.version = 2
        try await commit([.putTask(task)], of: user)
        try require(try await snapshot(user, task: task.id).task == task, "the task was not replaced")
        try await commit([.removeTask(task.id)], of: user)
        let gone = try await snapshot(user, task: task.id)
        try require(gone.task == nil && gone.sequence == 3, "after its removal: \(gone)")
        try require(try await snapshot(user, task: other.id).task == other, "removing one task touched another")
    }

    func findsSuccessors() async throws {
        let user = user("successor")
        let ids = try await identifiers(3)
        let first = ContractTasks.task(ids[0], of: user)
        var second = ContractTasks.task(ids[1], of: user, predecessor: first.id)
        try await commit([.putTask(first)], of: user)
        try require(
            try await snapshot(user, successorOf: first.id).successorID == nil, "a successor before any is made")
        try await commit([.putTask(second)], of: user)
        let found = try await snapshot(user, successorOf: first.id)
        try require(found.successorID == second.id && found.task == nil, "expected \(second.id) alone, got \(found)")
        let last = try await snapshot(user, successorOf: second.id)
        try require(last.successorID == nil, "the last of the series is followed by \(last)")
        let foreign = try await snapshot(self.user("successor-other"), successorOf: first.id)
        try require(foreign.successorID == nil, "another user sees the successor")
        second.series = nil
        try await commit([.putTask(second)], of: user)
        try await commit([.putTask(ContractTasks.task(ids[2], of: user, predecessor: first.id))], of: user)
        try await commit([.removeTask(second.id)], of: user)
        let kept = try await snapshot(user, successorOf: first.id).successorID
        try require(kept == second.id, "the first successor gave way to \(String(describing: kept))")
    }

    func separatesUsers() async throws {
        let owner = user("owner")
        let other = user("other")
        let task = ContractTasks.task(try await identifiers(1)[0], of: owner, tags: ["private"])
        try await commit([.putTag(Tag(name: "private")), .putTask(task)], of: owner, key: "same key")
        let seen = try await snapshot(other, task: task.id, tags: true, key: "same key")
        try require(seen == TaskSnapshot(sequence: 0), "another user sees \(seen)")
        try await commit([.removeTask(task.id), .removeTag(name: "private")], of: other, key: "same key")
        let kept = try await snapshot(owner, task: task.id, tags: true)
        try require(kept.task == task && kept.tags.count == 1, "another user's change left \(kept)")
        try require(try await store.tasks(of: other, matching: TaskQuery()).isEmpty, "another user lists tasks")
    }

    func reservesIdentities() async throws {
        let reserved = Recorder<ClosedRange<Int64>>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in Int64(1)...5 {
                group.addTask {
                    for _ in 0..<4 {
                        let first = try await store.reserveIdentifiers(.reminder, count: worker)
                        reserved.record(first...(first + worker - 1))
                    }
                }
            }
            try await group.waitForAll()
        }
        let ranges = reserved.elements.sorted { $0.lowerBound < $1.lowerBound }
        try require((ranges.first?.lowerBound ?? 0) >= 1, "identities start at \(String(describing: ranges.first))")
        for (left, right) in zip(ranges, ranges.dropFirst()) {
            try require(left.upperBound < right.lowerBound, "\(left) and \(right) were both given out")
        }
        let tasks = try await store.reserveIdentifiers(.task, count: 10)
        let reminder = try await store.reserveIdentifiers(.reminder, count: 1)
        try require(reminder == (ranges.last?.upperBound ?? 0) + 1, "identities for tasks moved those for reminders")
        try require(try await store.reserveIdentifiers(.task, count: 1) == tasks + 10, "ten were asked, others taken")
    }

    func equalsTheModel() async throws {
        let user = user("model")
        let ids = try await identifiers(6)
        var model = UserState()
        for effects in TaskStoreContract.script(ids, of: user) {
            let made = try await commit(effects, of: user)
            try model.apply(made.change)
            let stored = try await store.state(of: user)
            try require(stored == model, "after change \(made.change): stored \(stored), expected \(model)")
        }
        let tags = try await snapshot(user, tags: true).tags
        try require(tags == model.orderedTags, "tags are \(tags), expected \(model.orderedTags)")
    }

    /// Changes that touch tasks and tags in every way, several effects in one change among them.
    private static func script(_ ids: [TaskID], of user: UserID) -> [[Effect]] {
        let tasks = ContractTasks.shapes(ids, of: user)
        var edited = tasks[1]
        edited.tags = ["HOME", "Garden"]
        edited.version = 2
        return [
            [.putTag(Tag(name: "Home", colour: "#ff0000")), .putTag(Tag(name: "Garden"))],
            tasks.map(Effect.putTask),
            [.putTask(edited)],
            [.renameTag(from: "home", to: "House")],
            [],
            [.putTag(Tag(name: "HOUSE", colour: "#00ff00"))],
            [.removeTag(name: "Garden"), .removeTask(ids[2])],
            [.renameTag(from: "absent", to: "still absent"), .removeTask(ids[2]), .removeTag(name: "nor this")],
            [.removeTag(name: "wörk"), .putTask(tasks[2])],
        ]
    }
}
