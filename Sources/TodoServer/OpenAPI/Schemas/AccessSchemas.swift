internal import TodoDomain
internal import TodoPorts

/// API tokens, and the end of sessions.
enum AccessSchemas {
    static let all: [String: APISchema] = [
        "APIToken": .object(token),
        "APITokens": .list(of: .named("APIToken"), atMost: AccessRoutes.mostTokens),
        "MadeAPIToken": .object(token + [.required("token", text)]),
        "NewAPIToken": newToken,
        "SignOut": .object([.optional("revoke_api_tokens", revokesTokens)]),
    ]

    /// Identity of an API token.
    static let identity = APISchema.text(pattern: "^[0-9a-f]{32}$")
    /// Whether API tokens end too.
    static let revokesTokens = APISchema.boolean.described("`true`: all API tokens are revoked too")

    private static let text = APISchema.text(pattern: "^todo_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$")
        .described("The token, which is shown here and never again")
    private static let scopes = APISchema.list(of: .choice(APIToken.Scope.allCases.map(\.rawValue)))
        .with(["minItems": 1])
        .described("What it is for: `read` for GET and HEAD, `write` for all other methods")

    private static let token: [APISchema.Member] = [
        .required("id", identity),
        .required("name", .text(1...3_000).described("What the user calls it")),
        .required("scopes", scopes),
        .required("created_at", .instant),
        .required("expires_at", APISchema.instant.orNull.described("null: good until it is revoked")),
        .required("last_used_at", APISchema.instant.orNull.described("Within about a minute; null: never yet")),
    ]

    private static let newToken: APISchema = .object([
        .required(
            "name",
            .text(1...100, pattern: #"^[^\u0000-\u001f\u007f]+$"#)
                .described("What to call it, without control characters")),
        .required("scopes", scopes),
        .optional(
            "expires_at",
            APISchema.text(format: "instant-to-come").orNull
                .described("When it ends; 90 days from now when it is left out, never when it is null")),
    ])
}
