internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Sign-up, sign-in and change of the password of accounts that are kept here.
struct AuthenticationRoutes: Sendable {
    let accounts: any AccountStore
    let hasher: PasswordHasher
    let authenticator: Authenticator
    /// Ends the sessions and revokes the API tokens of whoever asks for it.
    let access: AccessRoutes
    let throttle: AttemptThrottle
    let signUps: SignUpLimit
    let clock: any WallClock
    let random: any RandomSource

    func add(to router: Router<TodoRequestContext>) {
        router.resource("/api/auth/sign-up", [.post: signUp])
        router.resource("/api/auth/sign-in", [.post: signIn])
        router.group("/api/:user_id")
            .add(middleware: BearerAuthentication(authenticator: authenticator, demand: .session))
            .resource("password", [.post: changePassword])
    }

    @Sendable private func signUp(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let credentials = try Credentials(try await request.json(), isNew: true)
        try await signUps.admit(context.address)
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
        let name = Account.key(ofEmail: credentials.email)
        try await throttle.admit(name, from: context.address)
        // Read with the number of sign-outs: a password that is changed meanwhile leaves this session ended.
        let account = try await accounts.account(email: credentials.email)
        let isRight = try await hasher.verify(credentials.password, against: account?.passwordHash)
        guard isRight, let account else {
            throw Problem(
                .invalidCredentials, "no account has this email and password",
                headers: [.wwwAuthenticate: "Bearer realm=\"todo\""])
        }
        await throttle.succeeded(name, from: context.address)
        return try await session(of: account, status: .ok)
    }

    @Sendable private func changePassword(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let change = try PasswordChange(try await request.json())
        guard var account = try await accounts.account(of: try context.requireUser()) else {
            throw Problem(.notFound, "the user's account is kept elsewhere; change the password there")
        }
        // Whoever holds a session that was left open must not find out the password by trying.
        let name = Account.key(ofEmail: account.email)
        try await throttle.admit(name, from: context.address)
        guard try await hasher.verify(change.oldPassword, against: account.passwordHash) else {
            throw Problem.invalid([
                .init(pointer: "/old_password", code: "wrong", detail: "this is not the account's password")
            ])
        }
        await throttle.succeeded(name, from: context.address)
        let hash = try await hasher.hash(change.newPassword)
        do {
            let revocation = try await accounts.changePassword(
                of: account.userID, from: account.passwordHash, to: hash, at: clock.now())
            authenticator.revocations.take([revocation])
            account.sessionGeneration = revocation.generation
        } catch AccountStoreError.passwordChanged {
            throw Problem(.conflict, "the password was changed meanwhile")
        }
        if change.revokesAPITokens { try await access.revokeAll(of: account.userID) }
        return try await session(of: account, status: .ok)
    }

    private func session(of account: Account, status: HTTPResponse.Status) async throws -> Response {
        let token = try await authenticator.tokens.issue(
            for: account.userID, generation: account.sessionGeneration)
        let session = SessionDocument(token: token, user: .init(id: account.userID, email: account.email))
        return try Response.json(session, status: status, headers: [.cacheControl: "no-store"])
    }
}

/// What a password is changed with, checked.
private struct PasswordChange {
    let oldPassword: String
    let newPassword: String
    let revokesAPITokens: Bool

    /// Reads `{old_password, new_password, revoke_api_tokens}`; throws a `Problem` with every fault.
    init(_ json: JSONValue) throws(Problem) {
        var reader = JSONObjectReader(json)
        oldPassword = reader.requiredString("old_password") ?? ""
        newPassword = reader.requiredString("new_password") ?? ""
        revokesAPITokens = reader.boolean("revoke_api_tokens") ?? false
        if reader.faults.isEmpty {
            Credentials.check(oldPassword, isNew: false, as: "old_password", in: &reader)
            Credentials.check(newPassword, isNew: true, as: "new_password", in: &reader)
        }
        try reader.finish()
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
