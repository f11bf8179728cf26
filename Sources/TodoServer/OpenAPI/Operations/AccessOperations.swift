internal import HTTPTypes
internal import TodoDomain

/// API tokens, and the end of all sessions.
enum AccessOperations {
    static let all: [APIOperation] = [
        APIOperation(
            id: "listAPITokens", method: .get, path: tokens, group: .access, summary: "Lists API tokens",
            details: "Not what they are in full, which is shown when they are made.", security: .session,
            answers: [.json(200, .named("APITokens"), "All that are not revoked", headers: [.noStore])],
            examples: [APIExample(name: "list-api-tokens", text: "There are none yet", status: 200, answer: [])]),
        APIOperation(
            id: "createAPIToken", method: .post, path: tokens, group: .access,
            summary: "Makes a token for a program, which acts for the user until it ends",
            details: "A user has at most \(AccessRoutes.mostTokens).", security: .session, body: .named("NewAPIToken"),
            answers: [
                .json(
                    201, .named("MadeAPIToken"), "The token", headers: [.noStore, .location],
                    links: [
                        .init(
                            operation: "revokeAPIToken",
                            parameters: ["token_id": "$response.body#/id", "user_id": "$request.path.user_id"])
                    ])
            ],
            refusals: [.conflict], examples: [create, createRefused]),
        APIOperation(
            id: "revokeAPIToken", method: .delete, path: tokens + "/{token_id}", group: .access,
            summary: "Revokes an API token", security: .session,
            parameters: [.path("token_id", AccessSchemas.identity, "The token's `id`")],
            answers: [.empty(204, "It is refused from now on")], refusals: .ofNoInput, examples: [revokeAbsent]),
        APIOperation(
            id: "signOutEverywhere", method: .post, path: "/api/{user_id}/sign-out-everywhere", group: .access,
            summary: "Ends all of the user's sessions, this one too", security: .session, body: .named("SignOut"),
            needsBody: false,
            answers: [.empty(204, "Tokens of all sessions are refused from now on")],
            examples: [
                APIExample(name: "sign-out-everywhere", text: "Programs go on", status: 204),
                APIExample(
                    name: "sign-out-everywhere-with-programs", text: "API tokens are revoked too",
                    body: ["revoke_api_tokens": true], status: 204),
            ]),
    ]

    private static let tokens = "/api/{user_id}/tokens"

    private static let create = APIExample(
        name: "create-api-token", text: "A program that reads until the end of the year",
        body: ["name": "Wall display", "scopes": ["read"], "expires_at": "2026-12-31T23:59:59Z"], status: 201,
        answer: [
            "id": "5f0c2d9e77aa41d0b6c3f1e2d3c4b5a6", "name": "Wall display", "scopes": ["read"],
            "token": "todo_5f0c2d9e77aa41d0b6c3f1e2d3c4b5a6_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI",
            "created_at": "2026-01-31T09:00:00Z", "expires_at": "2026-12-31T23:59:59Z", "last_used_at": nil,
        ], varying: ["/id", "/token"])

    private static let createRefused = APIExample(
        name: "create-api-token-refused", text: "Nothing that it is for",
        body: ["name": "Wall display", "scopes": []], status: 422)

    private static let revokeAbsent = APIExample(
        name: "revoke-absent-api-token", text: "No such token",
        path: ["token_id": "5f0c2d9e77aa41d0b6c3f1e2d3c4b5a6"], status: 404)
}
