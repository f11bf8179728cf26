internal import CivilTime
internal import Logging
public import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Finds out who a caller is by the token that came along: of a session, or of the API.
public struct Authenticator: Sendable {
    let tokens: AccessTokens
    let revocations: Revocations
    private let apiTokens: APITokenDirectory
    private let clock: any WallClock

    /// An authenticator of those tokens that asks what was revoked.
    public init(tokens: AccessTokens, revocations: Revocations, apiTokens: APITokenDirectory, clock: any WallClock) {
        self.tokens = tokens
        self.revocations = revocations
        self.apiTokens = apiTokens
        self.clock = clock
    }

    /// Who shows that token; throws `AccessTokenError` when it lets nobody in, other errors when nobody can tell now.
    func caller(_ token: String) async throws -> Caller {
        let caller =
            if let text = APITokenText(token) { try await caller(text) } else { try await session(token) }
        try revocations.require(caller)
        return caller
    }

    private func session(_ token: String) async throws -> Caller {
        let grant = try await tokens.check(token)
        return Caller(
            user: grant.user, expiresAt: grant.expiresAt,
            credential: .session(issuedAt: grant.issuedAt, generation: grant.generation))
    }

    private func caller(_ text: APITokenText) async throws -> Caller {
        guard let token = try await apiTokens.find(text.id), text.isSecret(of: token) else {
            throw AccessTokenError.unknownAPIToken
        }
        let now = clock.now()
        let expiresAt = token.expiresAt ?? now + Authenticator.forever
        guard now < expiresAt else { throw AccessTokenError.expired }
        if token.lastUsedAt.map({ now.duration(since: $0) >= APITokenDirectory.noteInterval }) ?? true {
            // Whoever is known is let in, whether or not that can be written down.
            do { try await apiTokens.noteUse(token.id, now) } catch {
                Logger(label: "authenticator").warning("use not noted", metadata: ["error": "\(error)"])
            }
        }
        return Caller(
            user: token.userID, expiresAt: expiresAt, credential: .apiToken(token.id, scopes: token.scopes))
    }

    /// As long as a connection is let live by a token without an end.
    private static let forever: Duration = .seconds(366 * 86_400)
}
