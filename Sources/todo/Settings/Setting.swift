internal import Logging

/// Every setting of the program; the raw value is its key, from which flag, variable and file key are made.
enum Setting: String, CaseIterable, Sendable {
    case config
    case host
    case port
    case database
    case databaseURL = "database-url"
    case databasePasswordFile = "database-password-file"
    case databaseConnections = "database-connections"
    case pubSub = "pub-sub"
    case realtimePubSub = "realtime-pub-sub"
    case secretStore = "secret-store"
    case jwtSecretName = "jwt-secret-name"
    case sidecarWaitSeconds = "sidecar-wait-seconds"
    case localAccounts = "local-accounts"
    case logLevel = "log-level"
    case jwtSecretFile = "jwt-secret-file"
    case jwtSecret = "secret-jwt"
    case tokenLifetimeSeconds = "token-lifetime-seconds"
    case shutdownGraceSeconds = "shutdown-grace-seconds"
    case mostConnections = "most-connections"
    case threads
    case passwordThreads = "password-threads"
    case zoneDirectory = "zone-directory"
    case zoneCheckSeconds = "zone-check-seconds"
    case updatesKeptPerUser = "updates-kept-per-user"
    case idempotencyHours = "idempotency-hours"

    /// `--port`; nil for secrets, which would be seen in the list of processes.
    var flag: String? { definition.kind == .secret ? nil : "--\(rawValue)" }

    /// `TODO_PORT`.
    var variable: String { Setting.variablePrefix + rawValue.uppercased().replacing("-", with: "_") }

    /// `port`, as an object's member in a file; nil when a file cannot set it.
    var fileKey: String? { definition.isFileKey ? rawValue.replacing("-", with: "_") : nil }

    /// What the names of all variables begin with.
    static let variablePrefix = "TODO_"

    /// What there is to know of it.
    var definition: SettingDefinition {
        switch self {
        case .config:
            .init(kind: .path, standard: nil, summary: "JSON file with settings", isFileKey: false)
        case .host:
            .init(kind: .text, standard: "127.0.0.1", summary: "Address to listen on")
        case .port:
            .init(
                kind: .integer(0...65_535), standard: "8000",
                summary: "TCP port to listen on, by default each service's own; 0 takes a free one")
        case .database:
            .init(
                kind: .path, standard: "todo.db",
                summary: "SQLite file that holds everything, when all services run in one process")
        case .databaseURL:
            .init(
                kind: .text, standard: nil,
                summary: "PostgreSQL database of a service that runs alone, as postgresql://user@host:5432/name")
        case .databasePasswordFile:
            .init(kind: .path, standard: nil, summary: "File that holds the password of the database's user")
        case .databaseConnections:
            .init(kind: .integer(1...1_000), standard: "16", summary: "Connections to PostgreSQL at the same time")
        case .pubSub:
            .init(kind: .text, standard: "kafka-pubsub", summary: "Dapr component to publish and subscribe through")
        case .realtimePubSub:
            .init(
                kind: .text, standard: "kafka-pubsub-realtime",
                summary: "Dapr component that brings every event to each replica of the websocket service")
        case .secretStore:
            .init(
                kind: .text, standard: "secretstore",
                summary: "Dapr component with the secret that signs access tokens, if no file or variable has it")
        case .jwtSecretName:
            .init(
                kind: .text, standard: "jwt",
                summary: "Name of that secret in the component; name#entry where a secret has several entries")
        case .sidecarWaitSeconds:
            .init(kind: .integer(0...3_600), standard: "60", summary: "How long to wait for the sidecar, seconds")
        case .localAccounts:
            .init(
                kind: .choice(["on", "off"]), standard: "off",
                summary: "Sign-up and sign-in at the backend when it runs alone; in one process they always are")
        case .logLevel:
            .init(
                kind: .choice(Logger.Level.allCases.map(\.rawValue)), standard: "info",
                summary: "Least level of the log lines that are written")
        case .jwtSecretFile:
            .init(
                kind: .path, standard: nil,
                summary:
                    "File with the secret that signs access tokens; without any, one is made and kept in the database")
        case .jwtSecret:
            .init(kind: .secret, standard: nil, summary: "The secret that signs access tokens", isFileKey: false)
        case .tokenLifetimeSeconds:
            .init(
                kind: .integer(60...31_536_000), standard: "604800",
                summary: "How long an access token is good, seconds")
        case .shutdownGraceSeconds:
            .init(
                kind: .integer(0...600), standard: "20",
                summary: "How long requests may go on after SIGTERM or SIGINT, seconds")
        case .mostConnections:
            .init(
                kind: .integer(1...1_000_000), standard: "10000",
                summary: "Connections open at the same time; further ones wait")
        case .threads:
            .init(kind: .integer(0...256), standard: "0", summary: "Event loop threads; 0 takes one for each core")
        case .passwordThreads:
            .init(
                kind: .integer(1...64), standard: "2",
                summary: "Passwords hashed at the same time, each with a thread and 32 MiB")
        case .zoneDirectory:
            .init(kind: .path, standard: "/usr/share/zoneinfo", summary: "Compiled time zones (RFC 8536)")
        case .zoneCheckSeconds:
            .init(
                kind: .integer(1...86_400), standard: "60",
                summary: "How often to look whether time zones were replaced, seconds")
        case .updatesKeptPerUser:
            .init(
                kind: .integer(100...10_000_000), standard: "10000",
                summary: "Changes kept for clients that come back, for each user")
        case .idempotencyHours:
            .init(
                kind: .integer(1...8_760), standard: "48", summary: "How long idempotency keys are remembered, hours")
        }
    }
}
