internal import TodoDomain
public import TodoPorts

/// What every `AccountStore` promises.
public struct AccountStoreContract: Sendable {
    /// The store under test.
    public let store: any AccountStore
    /// Prefix of every email, so that runs can share a store.
    public let namespace: String

    /// A suite over that store.
    public init(store: any AccountStore, namespace: String = "contract") {
        self.store = store
        self.namespace = namespace
    }

    /// Every promise.
    public static let cases: [ContractCase<AccountStoreContract>] = [
        .init("an account is found by its email as it was created") { try await $0.findsAccounts() },
        .init("the case of an email does not matter, and is kept as entered") { try await $0.ignoresCase() },
        .init("a taken email is refused, and the first account stays") { try await $0.refusesTakenEmails() },
        .init("of concurrent sign-ups with one email exactly one succeeds") { try await $0.hasOneWinner() },
    ]
}

extension AccountStoreContract {
    private func account(_ user: String, _ email: String) -> Account {
        Account(
            userID: UserID("\(namespace)-\(user)"), email: "\(namespace).\(email)",
            passwordHash: "$scrypt$\(user)'\"", createdAt: ContractTasks.noon)
    }

    func findsAccounts() async throws {
        let first = account("find-1", "ada+1@example.com")
        let second = account("find-2", "ada@example.com")
        try await store.create(first)
        try await store.create(second)
        for account in [first, second] {
            let found = try await store.account(email: account.email)
            try require(found == account, "created \(account), found \(String(describing: found))")
        }
        let unknown = try await store.account(email: "\(namespace).nobody@example.com")
        try require(unknown == nil, "an unknown email finds \(String(describing: unknown))")
    }

    func ignoresCase() async throws {
        let account = account("case", "Ädа.Lovelace@Example.COM")
        try await store.create(account)
        for email in [account.email, account.email.lowercased(), account.email.uppercased()] {
            let found = try await store.account(email: email)
            try require(found == account, "'\(email)' finds \(String(describing: found))")
        }
    }

    func refusesTakenEmails() async throws {
        let first = account("taken-1", "taken@example.com")
        try await store.create(first)
        for email in ["taken@example.com", "TAKEN@Example.com"] {
            let error = try await requireError(AccountStoreError.self, "sign-up as \(email)") {
                try await store.create(account("taken-2", email))
            }
            try require(error == .emailTaken, "sign-up as \(email): \(error)")
        }
        let found = try await store.account(email: first.email)
        try require(found == first, "a refused sign-up left \(String(describing: found))")
    }

    func hasOneWinner() async throws {
        let winners = Recorder<Account>()
        let store = store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for candidate in 0..<6 {
                let account = account("winner-\(candidate)", "winner@example.com")
                group.addTask {
                    do {
                        try await store.create(account)
                        winners.record(account)
                    } catch AccountStoreError.emailTaken {
                        return
                    }
                }
            }
            try await group.waitForAll()
        }
        let found = try await store.account(email: "\(namespace).winner@example.com")
        try require(winners.elements.count == 1, "\(winners.elements.count) sign-ups succeeded")
        try require(found == winners.elements.first, "found \(String(describing: found)), not the winner")
    }
}
