import CivilTime
import Synchronization
import TodoDomain
import TodoPorts

/// Accounts, API tokens and revocations held in memory.
final class MemoryAccounts: AccountStore, AccessStore {
    private struct State {
        var accounts: [String: Account] = [:]
        var tokens: [String: APIToken] = [:]
        var revocations: [String: Revocation] = [:]
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.accounts.count } }

    func create(_ account: Account) async throws {
        try state.withLock { state in
            let key = Account.key(ofEmail: account.email)
            guard state.accounts[key] == nil else { throw AccountStoreError.emailTaken }
            state.accounts[key] = account
        }
    }

    func account(email: String) async throws -> Account? {
        state.withLock { MemoryAccounts.known($0.accounts[Account.key(ofEmail: email)], $0) }
    }

    func account(of userID: UserID) async throws -> Account? {
        state.withLock { state in MemoryAccounts.known(state.accounts.values.first { $0.userID == userID }, state) }
    }

    func changePassword(
        of userID: UserID, from oldHash: String, to newHash: String, at instant: Timestamp
    ) async throws -> Revocation {
        try state.withLock { state in
            guard let (key, account) = state.accounts.first(where: { $0.value.userID == userID }),
                account.passwordHash == oldHash
            else { throw AccountStoreError.passwordChanged }
            state.accounts[key]?.passwordHash = newHash
            return MemoryAccounts.end(userID, instant, &state)
        }
    }

    /// Takes away the account and the API tokens of a user.
    func remove(_ userID: UserID) {
        state.withLock { state in
            state.accounts = state.accounts.filter { $0.value.userID != userID }
            state.tokens = state.tokens.filter { $0.value.userID != userID }
        }
    }

    func create(_ token: APIToken, mostPerUser: Int) async throws {
        try state.withLock { state in
            guard state.tokens.values.count(where: { $0.userID == token.userID }) < mostPerUser else {
                throw AccountStoreError.tooMany
            }
            state.tokens[token.id] = token
        }
    }

    func apiToken(_ id: String) async throws -> APIToken? { state.withLock { $0.tokens[id] } }

    func apiTokens(of userID: UserID) async throws -> [APIToken] {
        state.withLock { state in
            state.tokens.values.filter { $0.userID == userID }.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        }
    }

    func noteUse(ofAPIToken id: String, at instant: Timestamp) async throws {
        state.withLock { state in
            let known = state.tokens[id]?.lastUsedAt
            state.tokens[id]?.lastUsedAt = max(known ?? instant, instant)
        }
    }

    func revokeAPIToken(_ id: String, of userID: UserID, at instant: Timestamp) async throws -> Revocation? {
        state.withLock { state in
            guard state.tokens[id]?.userID == userID else { return nil }
            state.tokens[id] = nil
            let revocation = Revocation(userID: userID, apiTokenID: id, at: instant)
            state.revocations[userID.rawValue + "/" + id] = revocation
            return revocation
        }
    }

    func endSessions(of userID: UserID, at instant: Timestamp) async throws -> Revocation {
        state.withLock { MemoryAccounts.end(userID, instant, &$0) }
    }

    func sessionGeneration(of userID: UserID) async throws -> Int64 {
        state.withLock { $0.revocations[userID.rawValue]?.generation ?? 0 }
    }

    func revocations(after place: RevocationPlace, limit: Int) async throws -> [Revocation] {
        func key(_ place: RevocationPlace) -> (Timestamp, UserID, String) { (place.at, place.userID, place.apiTokenID) }
        return state.withLock { state in
            let later = state.revocations.values.filter { key(.init(after: $0)) > key(place) }
            return Array(later.sorted { key(.init(after: $0)) < key(.init(after: $1)) }.prefix(limit))
        }
    }

    private static func end(_ userID: UserID, _ instant: Timestamp, _ state: inout State) -> Revocation {
        let known = state.revocations[userID.rawValue]
        let revocation = Revocation(
            userID: userID, generation: (known?.generation ?? 0) + 1, at: max(known?.at ?? instant, instant))
        state.revocations[userID.rawValue] = revocation
        return revocation
    }

    private static func known(_ account: Account?, _ state: State) -> Account? {
        var account = account
        if let user = account?.userID.rawValue {
            account?.sessionGeneration = state.revocations[user]?.generation ?? 0
        }
        return account
    }
}
