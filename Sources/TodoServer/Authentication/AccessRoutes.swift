internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// What users do about who may act for them: API tokens, and the end of all sessions.
struct AccessRoutes: Sendable {
    let store: any AccessStore
    let authenticator: Authenticator
    let clock: any WallClock
    let random: any RandomSource

    /// The most API tokens that one user has.
    static let mostTokens = 50

    func add(to router: Router<TodoRequestContext>) {
        let user = router.group("/api/:user_id")
            .add(middleware: BearerAuthentication(authenticator: authenticator, demand: .session))
        user.resource("tokens", [.get: list, .post: create])
        user.resource("tokens/:token_id", [.delete: revoke])
        user.resource("sign-out-everywhere", [.post: signOutEverywhere])
    }

    @Sendable private func list(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let tokens = try await store.apiTokens(of: try context.requireUser())
        return try Response.json(tokens.map { APITokenDocument($0) }, headers: [.cacheControl: "no-store"])
    }

    @Sendable private func create(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let now = clock.now()
        let input = try APITokenInput(try await request.json(), now: now)
        let text = APITokenText(random: random)
        let token = APIToken(
            id: text.id, userID: try context.requireUser(), name: input.name, scopes: input.scopes,
            secretDigest: text.digest, createdAt: now, expiresAt: input.expiresAt)
        do {
            try await store.create(token, mostPerUser: AccessRoutes.mostTokens)
        } catch AccountStoreError.tooMany {
            throw Problem(
                .conflict, "there are \(AccessRoutes.mostTokens) API tokens, as many as there may be; revoke one first")
        }
        let path = "/api/\(PercentCoding.encode(token.userID.rawValue))/tokens/\(token.id)"
        return try Response.json(
            APITokenDocument(token, text: text.text), status: .created,
            headers: [.cacheControl: "no-store", .location: path])
    }

    @Sendable private func revoke(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        try await request.expectNoInput()
        let id = context.parameters.get("token_id") ?? ""
        guard try await revoke(id, of: try context.requireUser()) else {
            throw Problem(.notFound, "API token '\(id)' does not exist")
        }
        return Response(status: .noContent)
    }

    @Sendable private func signOutEverywhere(
        _ request: Request, _ context: TodoRequestContext
    ) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        var revokesAPITokens = false
        if let json = try await request.optionalJSON() {
            var reader = JSONObjectReader(json)
            revokesAPITokens = reader.boolean("revoke_api_tokens") ?? false
            try reader.finish()
        }
        let user = try context.requireUser()
        if revokesAPITokens { try await revokeAll(of: user) }
        authenticator.revocations.take([try await store.endSessions(of: user, at: clock.now())])
        return Response(status: .noContent)
    }

    /// Revokes every API token of a user; throws `AccountStoreError`.
    func revokeAll(of user: UserID) async throws {
        for token in try await store.apiTokens(of: user) { _ = try await revoke(token.id, of: user) }
    }

    private func revoke(_ id: String, of user: UserID) async throws -> Bool {
        guard let revocation = try await store.revokeAPIToken(id, of: user, at: clock.now()) else { return false }
        authenticator.revocations.take([revocation])
        return true
    }
}

/// What an API token is made with, checked.
struct APITokenInput: Equatable {
    var name: String
    var scopes: [APIToken.Scope]
    var expiresAt: Timestamp?

    private static let nameCharacters = 100
    private static let standardLifetime: Duration = .seconds(90 * 86_400)

    /// Reads `{name, scopes, expires_at}`; throws a `Problem` with every fault.
    ///
    /// Without `expires_at` a token is good for 90 days; with null it is good until it is revoked.
    init(_ json: JSONValue, now: Timestamp) throws(Problem) {
        var reader = JSONObjectReader(json)
        name = reader.requiredString("name") ?? ""
        let isPlain = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        if reader.faults.isEmpty, !(1...APITokenInput.nameCharacters).contains(name.count) || !isPlain {
            reader.fault(
                "name", "invalid",
                "a name has 1 to \(APITokenInput.nameCharacters) characters, none of them a control character")
        }
        scopes = APITokenInput.scopes(in: &reader)
        expiresAt = now + APITokenInput.standardLifetime
        switch reader.member("expires_at") {
        case nil: break
        case .null: expiresAt = nil
        case .string(let text):
            expiresAt = Timestamp(rfc3339: text)
            if expiresAt.map({ $0 <= now }) ?? true {
                reader.fault(
                    "expires_at", "invalid", "expected an instant in the future such as 2027-01-31T09:00:00Z, or null")
            }
        case let other?:
            reader.fault("expires_at", "wrong_type", "expected a string, found \(other.kindName)")
        }
        try reader.finish()
    }

    private static func scopes(in reader: inout JSONObjectReader) -> [APIToken.Scope] {
        let known = APIToken.Scope.allCases.map(\.rawValue).joined(separator: ", ")
        guard case .array(let values)? = reader.member("scopes"), !values.isEmpty else {
            reader.fault("scopes", "invalid", "expected an array of at least one of \(known)")
            return []
        }
        var scopes: Set<APIToken.Scope> = []
        for value in values {
            guard case .string(let text) = value, let scope = APIToken.Scope(rawValue: text) else {
                reader.fault("scopes", "invalid", "expected an array of at least one of \(known)")
                return []
            }
            scopes.insert(scope)
        }
        return APIToken.Scope.allCases.filter(scopes.contains)
    }
}

/// An API token as its user sees it: its text is there once, when it is made.
private struct APITokenDocument: Encodable {
    let token: APIToken
    let text: String?

    init(_ token: APIToken, text: String? = nil) {
        self.token = token
        self.text = text
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, scopes
        case text = "token"
        case createdAt = "created_at"
        case expiresAt = "expires_at"
        case lastUsedAt = "last_used_at"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(token.id, forKey: .id)
        try container.encode(token.name, forKey: .name)
        try container.encode(token.scopes, forKey: .scopes)
        try container.encodeIfPresent(text, forKey: .text)
        try container.encode(token.createdAt, forKey: .createdAt)
        try container.encode(token.expiresAt, forKey: .expiresAt)
        try container.encode(token.lastUsedAt, forKey: .lastUsedAt)
    }
}
