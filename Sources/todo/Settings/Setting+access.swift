extension Setting {
    /// Settings of who is let in and how much they may ask; nil for others.
    var accessDefinition: SettingDefinition? { tokenDefinition ?? limitDefinition }

    private var tokenDefinition: SettingDefinition? {
        switch self {
        case .jwtKeySetFile:
            .init(
                kind: .path, standard: nil,
                summary:
                    "File with the public keys (JWKS) of whoever else issues access tokens, read again as it changes")
        case .jwtKeySetURL:
            .init(
                kind: .text, standard: nil,
                summary: "Address of those keys, https or of this machine; the last good ones are kept while it fails")
        case .jwtIssuer:
            .init(
                kind: .text, standard: nil,
                summary: "What tokens of whoever else issues them say in 'iss', by those keys or by the shared secret")
        case .jwtAudience:
            .init(kind: .text, standard: nil, summary: "What those tokens must have in 'aud'; without it, anything")
        case .jwtLeewaySeconds:
            .init(
                kind: .integer(0...300), standard: "30",
                summary: "How far clocks of issuers may differ from this machine's, seconds")
        case .jwtKeyRefreshSeconds:
            .init(
                kind: .integer(10...86_400), standard: "300",
                summary: "How often the public keys are read again, seconds; an unknown key has them read at once")
        case .revocationCheckSeconds:
            .init(
                kind: .integer(1...60), standard: "2",
                summary: "How long a sign-out everywhere may take to reach other processes, seconds")
        default: nil
        }
    }

    private var limitDefinition: SettingDefinition? {
        switch self {
        case .requestsPerMinutePerUser:
            .init(
                kind: .integer(0...60_000), standard: "6000",
                summary: "Requests to the API that one user may make in a minute; 0 for any number")
        case .requestsPerMinutePerAddress:
            .init(
                kind: .integer(0...60_000), standard: "30000",
                summary: "Requests to the API that may come from one address in a minute; 0 for any number")
        case .freeSignInAttempts:
            .init(
                kind: .integer(1...1_000), standard: "10",
                summary: "Attempts to sign in to one account that need no wait; ten times as many from one address")
        case .signUpsPerHour:
            .init(
                kind: .integer(0...60_000), standard: "600",
                summary: "Accounts that may be made from one address in an hour; 0 for any number")
        case .trustedProxies:
            .init(
                kind: .integer(0...10), standard: "0",
                summary: "Proxies that every request comes through, each adding who called it to X-Forwarded-For")
        case .requirePreconditions:
            .init(
                kind: .choice(["on", "off"]), standard: "off",
                summary: "Whether a change of a task must say in If-Match which version it changes")
        case .sharedOrigins:
            .init(
                kind: .text, standard: nil,
                summary:
                    "Origins whose pages may call the API from a browser, such as https://app.example.com, by commas")
        case .compression:
            .init(
                kind: .choice(["on", "off"]), standard: "on",
                summary: "Whether answers are compressed for clients that take it")
        case .socketCompression:
            .init(
                kind: .choice(["on", "off"]), standard: "off",
                summary: "Whether messages over WebSockets are compressed for clients that offer it (RFC 7692)")
        case .requestTimeoutSeconds:
            .init(
                kind: .integer(1...600), standard: "30",
                summary: "How long a request to the API may take, seconds; one that waits for changes may take longer")
        default: nil
        }
    }
}
