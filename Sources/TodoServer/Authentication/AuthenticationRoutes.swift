internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Sign-up and sign-in of the embedded wiring.
struct AuthenticationRoutes: Sendable {
    let accounts: any AccountStore
    let hasher: PasswordHasher
    let tokens: AccessTokens
    let clock: any WallClock
    let random: any RandomSource

    func add(to router: Router<TodoRequestContext>) {
        router.resource("/api/auth/sign-up", [.post: signUp])
        router.resource("/api/auth/sign-in", [.post: signIn])
    }

    @Sendable private func signUp(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let credentials = try Credentials(try await request.json(), isNew: true)
        let account = Account(
            userID: UserID(random.identifier()), email: credentials.email,
            passwordHash: try await hasher.hash(credentials.password), createdAt: clock.now())
        do {
            try await accounts.create(account)
        } catch AccountStoreError.emailTaken {
            throw Problem(.emailTaken, "an account with the email '\(credentials.email)' exists already")
        }
        return try await session(of: account, status: .created)
    }

    @Sendable private func signIn(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let credentials = try Credentials(try await request.json(), isNew: false)
        let account = try await accounts.account(email: credentials.email)
        let isRight = try await hasher.verify(credentials.password, against: account?.passwordHash)
        guard isRight, let account else {
            throw Problem(
                .invalidCredentials, "no account has this email and password",
                headers: [.wwwAuthenticate: "Bearer realm=\"todo\""])
        }
        return try await session(of: account, status: .ok)
    }

    private func session(of account: Account, status: HTTPResponse.Status) async throws -> Response {
        let session = SessionDocument(
            token: try await tokens.issue(for: account.userID),
            user: .init(id: account.userID, email: account.email))
        return try Response.json(session, status: status, headers: [.cacheControl: "no-store"])
    }
}

/// What signing up or in answers.
private struct SessionDocument: Encodable {
    struct User: Encodable {
        let id: UserID
        let email: String
    }

    let token: String
    let user: User
}
