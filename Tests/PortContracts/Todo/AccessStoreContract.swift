internal import CivilTime
internal import TodoDomain
public import TodoPorts

/// What every `AccessStore` promises, and what it and the account store of the same database promise together.
public struct AccessStoreContract: Sendable {
    /// The store under test.
    public let store: any AccessStore
    /// The account store beside it.
    public let accounts: any AccountStore
    /// Prefix of every identity, so that runs can share a store.
    public let namespace: String

    /// A suite over those stores.
    public init(store: any AccessStore, accounts: any AccountStore, namespace: String = "access") {
        self.store = store
        self.accounts = accounts
        self.namespace = namespace
    }

    /// Every promise.
    public static let cases: [ContractCase<AccessStoreContract>] = [
        .init("API tokens are found as they were created, and listed in order") { try await $0.findsTokens() },
        .init("no user has more API tokens than allowed, however many are made at once") { try await $0.bounds() },
        .init("the last use only moves forward") { try await $0.notesUses() },
        .init("a revoked API token is gone, once, for its own user only, and is told of") { try await $0.revokes() },
        .init("each end of all sessions counts, also of those at once") { try await $0.countsEnds() },
        .init("revocations come in order and page by page, each once") { try await $0.pages() },
        .init("a new password ends all sessions, and a wrong old one changes nothing") { try await $0.passwords() },
    ]
}

extension AccessStoreContract {
    private func user(_ name: String) -> UserID { UserID("\(namespace)-\(name)") }

    private func token(_ id: String, of user: UserID, _ second: Int64, forever: Bool = false) -> APIToken {
        APIToken(
            id: "\(namespace)-\(id)", userID: user, name: "نام '\(id)'", scopes: forever ? [.read] : [.read, .write],
            secretDigest: "digest of \(id)", createdAt: ContractTasks.noon + .seconds(second),
            expiresAt: forever ? nil : ContractTasks.noon + .seconds(86_400 + second))
    }

    func findsTokens() async throws {
        let ada = user("find")
        let (late, early) = (token("find-a", of: ada, 5), token("find-b", of: ada, 1, forever: true))
        for token in [late, early] { try await store.create(token, mostPerUser: 5) }
        let found = try await store.apiToken(late.id)
        try require(found == late, "created \(late), found \(String(describing: found))")
        let list = try await store.apiTokens(of: ada)
        try require(list == [early, late], "listed \(list)")
        let unknown = try await store.apiToken("\(namespace)-nobody")
        try require(unknown == nil, "an unknown id finds \(String(describing: unknown))")
    }

    func bounds() async throws {
        let ada = user("bound")
        let made = Recorder<String>()
        let store = store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                let token = token("bound-\(number)", of: ada, 0)
                group.addTask {
                    do {
                        try await store.create(token, mostPerUser: 3)
                        made.record(token.id)
                    } catch AccountStoreError.tooMany {
                        return
                    }
                }
            }
            try await group.waitForAll()
        }
        let list = try await store.apiTokens(of: ada)
        try require(made.elements.count == 3, "\(made.elements.count) were made")
        try require(Set(list.map(\.id)) == Set(made.elements), "listed \(list.map(\.id)), made \(made.elements)")
    }

    func notesUses() async throws {
        let used = token("use", of: user("use"), 0)
        try await store.create(used, mostPerUser: 5)
        let (first, second) = (ContractTasks.noon + .seconds(60), ContractTasks.noon + .seconds(120))
        for instant in [second, first] { try await store.noteUse(ofAPIToken: used.id, at: instant) }
        let found = try await store.apiToken(used.id)?.lastUsedAt
        try require(found == second, "last used \(String(describing: found))")
    }

    func revokes() async throws {
        let (ada, bob) = (user("revoke"), user("revoke-other"))
        let token = token("revoke", of: ada, 0)
        try await store.create(token, mostPerUser: 5)
        let instant = ContractTasks.noon + .seconds(30)
        let foreign = try await store.revokeAPIToken(token.id, of: bob, at: instant)
        try require(foreign == nil, "another user revoked it")
        let kept = try await store.apiToken(token.id)
        try require(kept == token, "found \(String(describing: kept)) after another user's try")
        let revocation = try await store.revokeAPIToken(token.id, of: ada, at: instant)
        try require(
            revocation == Revocation(userID: ada, apiTokenID: token.id, at: instant),
            "answered \(String(describing: revocation))")
        let again = try await store.revokeAPIToken(token.id, of: ada, at: instant)
        let gone = try await store.apiToken(token.id)
        try require(again == nil && gone == nil, "it is still there")
        let told = try await all().filter { $0.userID == ada }
        try require(told == [revocation], "told of \(told)")
    }

    func countsEnds() async throws {
        let ada = user("ends")
        let before = try await store.sessionGeneration(of: ada)
        try require(before == 0, "begins at \(before)")
        let generations = Recorder<Int64>()
        let store = store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...6 {
                let instant = ContractTasks.noon + .seconds(Int64(number))
                group.addTask { generations.record(try await store.endSessions(of: ada, at: instant).generation) }
            }
            try await group.waitForAll()
        }
        try require(generations.elements.sorted() == Array(1...6), "counted \(generations.elements)")
        let told = try await all().filter { $0.userID == ada }
        let last = Revocation(userID: ada, generation: 6, at: ContractTasks.noon + .seconds(6))
        try require(told == [last], "told of \(told)")
        let after = try await store.sessionGeneration(of: ada)
        try require(after == 6, "ends at \(after)")
    }

    func pages() async throws {
        let users = (0..<7).map { user("page-\($0)") }
        for (index, user) in users.enumerated() {
            // Three at the same instant, so that pages end between equals.
            _ = try await store.endSessions(of: user, at: ContractTasks.noon + .seconds(Int64(1_000 + index / 3)))
        }
        let ours = try await all().filter { users.contains($0.userID) }
        try require(Set(ours.map(\.userID)) == Set(users) && ours.count == users.count, "told of \(ours)")
        try require(ours.map(\.at) == ours.map(\.at).sorted(), "in the order \(ours.map(\.at))")
        let later = try await store.revocations(
            after: RevocationPlace(from: ContractTasks.noon + .seconds(1_002)), limit: 100)
        let found = later.map(\.userID).filter(users.contains)
        try require(found == [users[6]], "from an instant on: \(found)")
    }

    func passwords() async throws {
        let account = Account(
            userID: user("password"), email: "\(namespace).password@example.com", passwordHash: "old",
            createdAt: ContractTasks.noon)
        try await accounts.create(account)
        let error = try await requireError(AccountStoreError.self, "a wrong old password") {
            _ = try await accounts.changePassword(
                of: account.userID, from: "other", to: "new", at: ContractTasks.noon)
        }
        try require(error == .passwordChanged, "a wrong old password: \(error)")
        let unchanged = try await accounts.account(of: account.userID)
        try require(unchanged == account, "a refused change left \(String(describing: unchanged))")
        let revocation = try await accounts.changePassword(
            of: account.userID, from: "old", to: "new", at: ContractTasks.noon)
        var expected = account
        (expected.passwordHash, expected.sessionGeneration) = ("new", 1)
        for found in [try await accounts.account(of: account.userID), try await accounts.account(email: account.email)]
        {
            try require(found == expected, "found \(String(describing: found))")
        }
        let told = try await all().filter { $0.userID == account.userID }
        try require(told == [revocation] && revocation.generation == 1, "told of \(told)")
    }

    /// Every revocation, read in pages of two.
    private func all() async throws -> [Revocation] {
        var (place, all) = (RevocationPlace(from: .epoch), [Revocation]())
        while true {
            let page = try await store.revocations(after: place, limit: 2)
            all += page
            guard let last = page.last else { return all }
            place = RevocationPlace(after: last)
        }
    }
}
