internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// The end of an account: everything that is stored of a user goes at once.
struct AccountRoutes: Sendable {
    let files: FileSurface
    let hasher: PasswordHasher?
    let clock: any WallClock

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("account", [.delete: erase])
    }

    @Sendable private func erase(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let user = try context.requireUser()
        try await requireConsent(try await request.json(), of: user)
        let tombstone = try await files.users.erase(user, at: clock.now())
        context.logger.notice("account deleted", metadata: ["user_id": "\(user)"])
        return try .json(
            ErasureDocument(erasedAt: tombstone.erasedAt, auditEntries: tombstone.auditHead.sequence),
            headers: [.cacheControl: "no-store"])
    }

    /// Throws a `Problem` unless the body has the password, or the user's identity where passwords are kept elsewhere.
    ///
    /// A token alone, which may lie open in a browser, ends no account.
    private func requireConsent(_ body: JSONValue, of user: UserID) async throws {
        var reader = JSONObjectReader(body)
        guard let hasher, let account = try await files.users.account(of: user) else {
            let confirmation = reader.requiredString("confirm")
            if reader.faults.isEmpty, confirmation != user.rawValue {
                reader.fault("confirm", "invalid", "expected the user_id of the path, to confirm that all is to go")
            }
            return try reader.finish()
        }
        let password = reader.requiredString("password") ?? ""
        if reader.faults.isEmpty, password.utf8.count > Credentials.passwordBytes {
            reader.fault("password", "too_long", "a password has at most \(Credentials.passwordBytes) bytes of UTF-8")
        }
        try reader.finish()
        guard try await hasher.verify(password, against: account.passwordHash) else {
            throw Problem(
                .invalidCredentials, "the password is not that of this account",
                headers: [.wwwAuthenticate: "Bearer realm=\"todo\""])
        }
    }
}

/// What is told of an account that is gone.
private struct ErasureDocument: Encodable {
    let erasedAt: Timestamp
    let auditEntries: Int64

    private enum CodingKeys: String, CodingKey {
        case erasedAt = "erased_at"
        case auditEntries = "audit_entries"
    }
}
