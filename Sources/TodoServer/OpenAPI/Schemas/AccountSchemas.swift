internal import TodoDomain

/// Bodies of signing up and in, and of another password.
enum AccountSchemas {
    static let all: [String: APISchema] = [
        "NewCredentials": .object([
            .required("email", email),
            .required("password", newPassword),
        ]),
        "Credentials": .object([.required("email", email), .required("password", password)]),
        "PasswordChange": .object([
            .required("old_password", password),
            .required("new_password", newPassword),
            .optional("revoke_api_tokens", AccessSchemas.revokesTokens),
        ]),
        "Session": .object([
            .required(
                "token", .text(pattern: "^[^.]+[.][^.]+[.][^.]+$").described("The access token, a JSON Web Token")),
            .required(
                "user",
                .object([
                    .required("id", .text(1...255).described("Stands in the paths of all that belongs to the user")),
                    .required("email", .text(3...254)),
                ])),
        ]),
    ]

    private static let email: APISchema = .text(
        3...254,
        pattern: #"^[^@\s\u0000-\u001f\u007f]{1,64}@[^@.\s\u0000-\u001f\u007f]+([.][^@.\s\u0000-\u001f\u007f]+)*$"#,
        format: "email-address"
    ).described("An email address; counts once whatever its case")

    private static let newPassword = password.with(["minLength": .integer(Int64(Credentials.passwordCharacters))])
    static let password = APISchema.text(0...Credentials.passwordBytes)
        .described("At most \(Credentials.passwordBytes) bytes of UTF-8")
}
