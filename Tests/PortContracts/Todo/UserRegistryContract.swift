internal import CivilTime
internal import TodoDomain
public import TodoPorts

/// What every `UserRegistry` promises, with the stores of which it erases, and every `CalendarFeedStore`.
public struct UserRegistryContract: Sendable {
    private let users: any UserRegistry
    private let feeds: any CalendarFeedStore
    private let accounts: any AccountStore
    private let audit: any AuditLog
    private let tasks: any TaskStore

    /// A suite over stores on one database.
    public init(
        users: any UserRegistry, feeds: any CalendarFeedStore, accounts: any AccountStore, audit: any AuditLog,
        tasks: any TaskStore
    ) {
        self.users = users
        self.feeds = feeds
        self.accounts = accounts
        self.audit = audit
        self.tasks = tasks
    }

    /// Every promise.
    public static let cases: [ContractCase<UserRegistryContract>] = [
        .init("an account is found by its user") { try await $0.findsAccounts() },
        .init("erasing takes all that is stored of the user and leaves others alone") { try await $0.erases() },
        .init("nothing is stored of a user who was erased") { try await $0.staysErased() },
        .init("a secret link is found by its digest until it is replaced or taken away") { try await $0.keepsLinks() },
    ]
}

extension UserRegistryContract {
    private static let head = AuditHead(sequence: 1, hash: "hash-1")

    private func account(_ user: UserID) -> Account {
        Account(
            userID: user, email: "\(user)@example.com", passwordHash: "$scrypt$", createdAt: ContractTasks.noon)
    }

    private func entry(_ sequence: Int64, of user: UserID, after previous: String) -> AuditEntry {
        AuditEntry(
            userID: user, eventID: "\(user)/\(sequence)", change: ContractTasks.change([], sequence: sequence),
            previousHash: previous, hash: "hash-\(sequence)")
    }

    /// A user of whom something is stored everywhere.
    private func fill(_ user: UserID) async throws {
        try await accounts.create(account(user))
        let id = TaskID(try await tasks.reserveIdentifiers(.task, count: 1))
        var task = ContractTasks.task(id, of: user, tags: ["Home"], predecessor: TaskID(1))
        task.reminders = [Reminder(id: ReminderID(id.rawValue), remindAt: ContractTasks.noon)]
        try await tasks.commit(
            ContractTasks.commit(
                [.putTag(Tag(name: "Home")), .putTask(task), .putSettings(UserSettings(version: 1))], of: user,
                sequence: 1, key: "key"))
        try await audit.append(entry(1, of: user, after: AuditEntry.genesisHash))
        try await feeds.put(CalendarFeed(userID: user, secretHash: "digest of \(user)", createdAt: ContractTasks.noon))
    }

    func findsAccounts() async throws {
        let account = account(UserID("found"))
        try await accounts.create(account)
        let found = try await users.account(of: account.userID)
        try require(found == account, "found \(String(describing: found))")
        let nobody = try await users.account(of: UserID("nobody"))
        try require(nobody == nil, "an unknown user has \(String(describing: nobody))")
    }

    func erases() async throws {
        let (gone, stays) = (UserID("gone"), UserID("stays"))
        try await fill(gone)
        try await fill(stays)
        let before = try await tasks.state(of: stays)
        let tombstone = try await users.erase(gone, at: ContractTasks.noon)
        let expected = Tombstone(erasedAt: ContractTasks.noon, auditHead: UserRegistryContract.head)
        try require(tombstone == expected, "the tombstone is \(tombstone)")
        try require(try await tasks.state(of: gone) == UserState(), "tasks are left")
        try require(try await users.account(of: gone) == nil, "the account is left")
        let byEmail = try await accounts.account(email: account(gone).email)
        try require(byEmail == nil, "the email is left")
        let trail = try await audit.entries(of: gone, taskID: nil, after: 0, limit: 10)
        try require(trail.isEmpty, "the audit trail is left")
        try require(try await feeds.feed(of: gone) == nil, "the secret link is left")
        try require(try await tasks.updates(of: gone, after: 0, limit: 10).updates.isEmpty, "updates are left")
        let pending = try await tasks.pendingReminders(until: ContractTasks.noon, after: nil, limit: 10)
        try require(pending.map(\.task.userID) == [stays], "pending are \(pending)")
        let outbox = try await tasks.unpublished(limit: 100).entries
        try require(!outbox.contains { $0.userID == gone }, "events are left")

        try require(try await tasks.state(of: stays) == before, "another user's tasks changed")
        try require(try await users.account(of: stays) != nil, "another user's account is gone")
        try require(try await audit.head(of: stays) == UserRegistryContract.head, "another user's trail changed")
        try require(try await feeds.feed(of: stays) != nil, "another user's link is gone")
    }

    func staysErased() async throws {
        let user = UserID("erased")
        try await fill(user)
        let tombstone = try await users.erase(user, at: ContractTasks.noon)
        for sequence in [1, 2] as [Int64] {
            _ = try await requireError(TaskStoreError.self, "commit \(sequence)") {
                try await tasks.commit(ContractTasks.commit([], of: user, sequence: sequence))
            }
        }
        try require(try await tasks.state(of: user) == UserState(), "a commit left something")
        try require(try await audit.isErased(user), "the log does not know that the user is gone")
        try require(try await !audit.isErased(UserID("somebody")), "the log takes somebody for gone")
        try await audit.append(entry(1, of: user, after: AuditEntry.genesisHash))
        let trail = try await audit.entries(of: user, taskID: nil, after: 0, limit: 10)
        try require(trail.isEmpty, "the trail took an entry")
        _ = try await requireError(AccountStoreError.self, "a new link") {
            try await feeds.put(CalendarFeed(userID: user, secretHash: "new", createdAt: ContractTasks.noon))
        }
        let again = try await users.erase(user, at: ContractTasks.noon.adding(milliseconds: 5))
        try require(again == tombstone, "erasing again answers \(again)")
        // The email is free for whoever signs up next.
        var next = account(user)
        next.userID = UserID("next")
        try await accounts.create(next)
    }

    func keepsLinks() async throws {
        let user = UserID("linked")
        let first = CalendarFeed(userID: user, secretHash: "first", createdAt: ContractTasks.noon)
        let second = CalendarFeed(
            userID: user, secretHash: "second", createdAt: ContractTasks.noon.adding(milliseconds: 1))
        try require(try await feeds.feed(of: user) == nil, "there is a link before any was made")
        try await feeds.put(first)
        try require(try await feeds.feed(bySecretHash: "first") == first, "the first link is not found")
        try await feeds.put(second)
        try require(try await feeds.feed(bySecretHash: "first") == nil, "the replaced link is found")
        try require(try await feeds.feed(bySecretHash: "second") == second, "the second link is not found")
        try require(try await feeds.feed(of: user) == second, "the user's link is not the second")
        try require(try await feeds.remove(of: user), "the link could not be taken away")
        try require(try await !feeds.remove(of: user), "a link that is gone was taken away")
        try require(try await feeds.feed(bySecretHash: "second") == nil, "a link that is gone is found")
    }
}
