internal import HTTPTypes
internal import TodoDomain

/// Signing up and in, and another password.
enum AccountOperations {
    static let all: [APIOperation] = [
        APIOperation(
            id: "signUp", method: .post, path: "/api/auth/sign-up", group: .accounts,
            summary: "Makes an account and signs in", security: .open, body: .named("NewCredentials"),
            answers: [.json(201, .named("Session"), "The account is made", headers: [.noStore])],
            refusals: [.emailTaken, .tooManyAttempts, .unavailable] + query, examples: [signUp]),
        APIOperation(
            id: "signIn", method: .post, path: "/api/auth/sign-in", group: .accounts,
            summary: "Signs in with email and password", security: .open, body: .named("Credentials"),
            answers: [.json(200, .named("Session"), "The token and whose it is", headers: [.noStore])],
            refusals: [.invalidCredentials, .tooManyAttempts, .unavailable] + query,
            examples: [signIn, wrongPassword]),
        APIOperation(
            id: "changePassword", method: .post, path: "/api/{user_id}/password", group: .accounts,
            summary: "Changes the password, which ends all sessions",
            details: "The answer's token is that of the one session that goes on. Users who sign in elsewhere have no"
                + " password here: for them it is 404.",
            security: .session, body: .named("PasswordChange"),
            answers: [.json(200, .named("Session"), "A token of a new session", headers: [.noStore])],
            refusals: [.conflict, .tooManyAttempts], examples: [changePassword, guessPassword]),
    ]

    private static let query: [ProblemKind] = [.unknownParameter, .invalidParameter]
    private static let credentials: JSONValue = ["email": "sana@example.com", "password": "correct horse"]
    private static let session: JSONValue = [
        "token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI1ZjBjIn0.c2lnbmF0dXJl",
        "user": ["email": "sana@example.com", "id": "5f0c2d9e77aa41d0b6c3f1e2d3c4b5a6"],
    ]

    private static let signUp = APIExample(
        name: "sign-up", text: "A new account", body: credentials, status: 201, answer: session,
        varying: ["/token", "/user/id"])

    private static let signIn = APIExample(
        name: "sign-in", text: "The case of the email does not matter", after: ["sign-up"],
        body: credentials.with(["email": "Sana@Example.com"]), status: 200, answer: session,
        varying: ["/token", "/user/id"])

    private static let wrongPassword = APIExample(
        name: "sign-in-refused", text: "A wrong password", after: ["sign-up"],
        body: credentials.with(["password": "battery staple"]), status: 401)

    private static let changePassword = APIExample(
        name: "change-password", text: "Programs that have an API token go on",
        body: ["old_password": "correct horse", "new_password": "battery staple"], status: 200,
        answer: session.with(["user": ["email": "ada@example.com", "id": .string(APIExample.user)]]),
        varying: ["/token"])

    private static let guessPassword = APIExample(
        name: "change-password-refused", text: "A wrong password",
        body: ["old_password": "horse battery", "new_password": "battery staple"], status: 422)
}
