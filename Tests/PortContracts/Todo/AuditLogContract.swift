internal import TodoDomain
public import TodoPorts

/// What every `AuditLog` promises.
public struct AuditLogContract: Sendable {
    /// The log under test.
    public let log: any AuditLog
    /// Prefix of every user, so that runs can share a log.
    public let namespace: String

    /// A suite over that log.
    public init(log: any AuditLog, namespace: String = "contract") {
        self.log = log
        self.namespace = namespace
    }

    /// Every promise.
    public static let cases: [ContractCase<AuditLogContract>] = [
        .init("a trail begins empty, chained to the genesis hash") { try await $0.beginsEmpty() },
        .init("entries come back as they were appended, and move the head") { try await $0.keepsEntries() },
        .init("an entry that does not follow the head is refused") { try await $0.refusesWhatDoesNotFollow() },
        .init("entries are read in pages, also those about one task") { try await $0.pagesEntries() },
        .init("users have trails of their own") { try await $0.separatesUsers() },
        .init("of concurrent appends to the same head exactly one succeeds") { try await $0.hasOneWinner() },
    ]
}

extension AuditLogContract {
    private func user(_ name: String) -> UserID {
        UserID("\(namespace)-\(name)")
    }

    private func entry(
        _ sequence: Int64, of user: UserID, after previous: String, hash: String? = nil, task: TaskID = TaskID(1)
    ) -> AuditEntry {
        let tasks = ContractTasks.shapes((0..<6).map { TaskID(task.rawValue + $0) }, of: user)
        let effects: [Effect] = [.putTask(tasks[0]), .putTask(tasks[5]), .renameTag(from: "a", to: "b")]
        return AuditEntry(
            userID: user, eventID: "\(user)/\(sequence)", change: ContractTasks.change(effects, sequence: sequence),
            previousHash: previous, hash: hash ?? "hash-\(sequence)")
    }

    /// Appends so many entries, each about the task that the closure names.
    private func fill(_ user: UserID, _ count: Int64, task: (Int64) -> TaskID = { _ in TaskID(1) }) async throws
        -> [AuditEntry]
    {
        var entries: [AuditEntry] = []
        for sequence in 1...count {
            let previous = entries.last?.hash ?? AuditEntry.genesisHash
            entries.append(entry(sequence, of: user, after: previous, task: task(sequence)))
            try await log.append(entries[entries.count - 1])
        }
        return entries
    }

    private func all(_ user: UserID) async throws -> [AuditEntry] {
        try await log.entries(of: user, taskID: nil, after: 0, limit: 1_000)
    }

    func beginsEmpty() async throws {
        let head = try await log.head(of: user("nobody"))
        try require(head == AuditHead(sequence: 0, hash: AuditEntry.genesisHash), "an empty trail ends at \(head)")
        try require(try await all(user("nobody")).isEmpty, "an empty trail has entries")
    }

    func keepsEntries() async throws {
        let user = user("keeps")
        let appended = try await fill(user, 4)
        let read = try await all(user)
        try require(read == appended, "appended \(appended), read \(read)")
        let head = try await log.head(of: user)
        try require(head == AuditHead(sequence: 4, hash: "hash-4"), "after four entries the trail ends at \(head)")
    }

    func refusesWhatDoesNotFollow() async throws {
        let user = user("refuses")
        let wrongStart = entry(2, of: user, after: AuditEntry.genesisHash)
        try await requireConflict("a first entry with sequence 2", wrongStart)
        try await requireConflict("a first entry with a previous hash", entry(1, of: user, after: "hash-0"))
        let appended = try await fill(user, 2)
        try await requireConflict("the last entry again", appended[1])
        try await requireConflict("the first entry again", appended[0])
        try await requireConflict("an entry that leaves a gap", entry(4, of: user, after: "hash-2"))
        try await requireConflict("an entry chained to another hash", entry(3, of: user, after: "hash-1"))
        try require(try await all(user) == appended, "a refused entry changed the trail")
        try require(try await log.head(of: user).sequence == 2, "a refused entry moved the head")
        try await log.append(entry(3, of: user, after: "hash-2"))
    }

    private func requireConflict(_ what: String, _ entry: AuditEntry) async throws {
        let error = try await requireError(AuditLogError.self, what) { try await log.append(entry) }
        try require(error.code == .conflict, "\(what): expected a conflict, got \(error)")
    }

    func pagesEntries() async throws {
        let user = user("pages")
        let appended = try await fill(user, 9) { TaskID($0 % 3 == 0 ? 30 : 10) }
        let page = try await log.entries(of: user, taskID: nil, after: 3, limit: 4)
        try require(page == Array(appended[3..<7]), "after 3, four: \(page.map(\.sequence))")
        let ofTask = try await log.entries(of: user, taskID: TaskID(30), after: 0, limit: 1_000)
        try require(ofTask == [appended[2], appended[5], appended[8]], "of task 30: \(ofTask.map(\.sequence))")
        let pageOfTask = try await log.entries(of: user, taskID: TaskID(30), after: 3, limit: 1)
        try require(pageOfTask == [appended[5]], "of task 30 after 3, one: \(pageOfTask.map(\.sequence))")
        let unknown = try await log.entries(of: user, taskID: TaskID(99), after: 0, limit: 1_000)
        try require(unknown.isEmpty, "of a task without entries: \(unknown.map(\.sequence))")
        let end = try await log.entries(of: user, taskID: nil, after: 9, limit: 1_000)
        try require(end.isEmpty, "after the end: \(end.map(\.sequence))")
    }

    func separatesUsers() async throws {
        let first = try await fill(user("first"), 2)
        let second = try await fill(user("second"), 3)
        try require(try await all(user("first")) == first, "one user's trail is not its own")
        try require(try await all(user("second")) == second, "one user's trail is not its own")
    }

    func hasOneWinner() async throws {
        let user = user("winner")
        let winners = Recorder<String>()
        let log = log
        try await withThrowingTaskGroup(of: Void.self) { group in
            for candidate in 0..<6 {
                let entry = entry(1, of: user, after: AuditEntry.genesisHash, hash: "candidate-\(candidate)")
                group.addTask {
                    do {
                        try await log.append(entry)
                        winners.record(entry.hash)
                    } catch let error as AuditLogError where error.code == .conflict {
                        return
                    }
                }
            }
            try await group.waitForAll()
        }
        let hashes = try await all(user).map(\.hash)
        try require(hashes.count == 1 && hashes == winners.elements, "winners \(winners.elements), stored \(hashes)")
    }
}
