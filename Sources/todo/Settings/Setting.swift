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
    case mostSockets = "most-sockets"
    case mostSocketsPerUser = "most-sockets-per-user"
    case threads
    case passwordThreads = "password-threads"
    case zoneDirectory = "zone-directory"
    case zoneCheckSeconds = "zone-check-seconds"
    case updatesKeptPerUser = "updates-kept-per-user"
    case idempotencyHours = "idempotency-hours"
    case jwtKeySetFile = "jwt-key-set-file"
    case jwtKeySetURL = "jwt-key-set-url"
    case jwtIssuer = "jwt-issuer"
    case jwtAudience = "jwt-audience"
    case jwtLeewaySeconds = "jwt-leeway-seconds"
    case jwtKeyRefreshSeconds = "jwt-key-refresh-seconds"
    case revocationCheckSeconds = "revocation-check-seconds"
    case requestsPerMinutePerUser = "requests-per-minute-per-user"
    case requestsPerMinutePerAddress = "requests-per-minute-per-address"
    case freeSignInAttempts = "free-sign-in-attempts"
    case signUpsPerHour = "sign-ups-per-hour"
    case trustedProxies = "trusted-proxies"
    case requirePreconditions = "require-preconditions"
    case sharedOrigins = "shared-origins"
    case compression
    case socketCompression = "socket-compression"
    case requestTimeoutSeconds = "request-timeout-seconds"
    case stateStore = "state-store"
    case updateGatheringMilliseconds = "update-gathering-milliseconds"
    case webhookAllowPrivate = "webhook-allow-private"

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
        guard let definition = serverDefinition ?? clusterDefinition ?? accessDefinition ?? webhookDefinition
        else {
            preconditionFailure("the setting \(rawValue) is not defined")
        }
        return definition
    }
}
