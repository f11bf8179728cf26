internal import ArgumentParser

/// The flags of all settings; their values are checked with those of the other layers.
struct SettingsFlags: ParsableArguments {
    @Option(help: .init(.config)) var config: String?
    @Option(help: .init(.host)) var host: String?
    @Option(help: .init(.port)) var port: String?
    @Option(help: .init(.database)) var database: String?
    @Option(help: .init(.databaseURL)) var databaseURL: String?
    @Option(help: .init(.databasePasswordFile)) var databasePasswordFile: String?
    @Option(help: .init(.databaseConnections)) var databaseConnections: String?
    @Option(help: .init(.pubSub)) var pubSub: String?
    @Option(help: .init(.realtimePubSub)) var realtimePubSub: String?
    @Option(help: .init(.secretStore)) var secretStore: String?
    @Option(help: .init(.jwtSecretName)) var jwtSecretName: String?
    @Option(help: .init(.sidecarWaitSeconds)) var sidecarWaitSeconds: String?
    @Option(help: .init(.localAccounts)) var localAccounts: String?
    @Option(help: .init(.logLevel)) var logLevel: String?
    @Option(help: .init(.jwtSecretFile)) var jwtSecretFile: String?
    @Option(help: .init(.tokenLifetimeSeconds)) var tokenLifetimeSeconds: String?
    @Option(help: .init(.shutdownGraceSeconds)) var shutdownGraceSeconds: String?
    @Option(help: .init(.mostConnections)) var mostConnections: String?
    @Option(help: .init(.mostSockets)) var mostSockets: String?
    @Option(help: .init(.mostSocketsPerUser)) var mostSocketsPerUser: String?
    @Option(help: .init(.threads)) var threads: String?
    @Option(help: .init(.passwordThreads)) var passwordThreads: String?
    @Option(help: .init(.zoneDirectory)) var zoneDirectory: String?
    @Option(help: .init(.zoneCheckSeconds)) var zoneCheckSeconds: String?
    @Option(help: .init(.updatesKeptPerUser)) var updatesKeptPerUser: String?
    @Option(help: .init(.idempotencyHours)) var idempotencyHours: String?
    @Option(help: .init(.jwtKeySetFile)) var jwtKeySetFile: String?
    @Option(help: .init(.jwtKeySetURL)) var jwtKeySetURL: String?
    @Option(help: .init(.jwtIssuer)) var jwtIssuer: String?
    @Option(help: .init(.jwtAudience)) var jwtAudience: String?
    @Option(help: .init(.jwtLeewaySeconds)) var jwtLeewaySeconds: String?
    @Option(help: .init(.jwtKeyRefreshSeconds)) var jwtKeyRefreshSeconds: String?
    @Option(help: .init(.revocationCheckSeconds)) var revocationCheckSeconds: String?
    @Option(help: .init(.requestsPerMinutePerUser)) var requestsPerMinutePerUser: String?
    @Option(help: .init(.requestsPerMinutePerAddress)) var requestsPerMinutePerAddress: String?
    @Option(help: .init(.freeSignInAttempts)) var freeSignInAttempts: String?
    @Option(help: .init(.signUpsPerHour)) var signUpsPerHour: String?
    @Option(help: .init(.trustedProxies)) var trustedProxies: String?
    @Option(help: .init(.requirePreconditions)) var requirePreconditions: String?
    @Option(help: .init(.sharedOrigins)) var sharedOrigins: String?
    @Option(help: .init(.compression)) var compression: String?
    @Option(help: .init(.socketCompression)) var socketCompression: String?
    @Option(help: .init(.requestTimeoutSeconds)) var requestTimeoutSeconds: String?
    @Option(help: .init(.stateStore)) var stateStore: String?
    @Option(help: .init(.updateGatheringMilliseconds)) var updateGatheringMilliseconds: String?
    @Option(help: .init(.webhookAllowPrivate)) var webhookAllowPrivate: String?

    /// The settings that were given as flags.
    var values: [Setting: String] {
        let given: [Setting: String?] = [
            .config: config, .host: host, .port: port, .database: database,
            .databaseURL: databaseURL, .databasePasswordFile: databasePasswordFile,
            .databaseConnections: databaseConnections, .pubSub: pubSub, .realtimePubSub: realtimePubSub,
            .secretStore: secretStore, .jwtSecretName: jwtSecretName, .sidecarWaitSeconds: sidecarWaitSeconds,
            .localAccounts: localAccounts, .logLevel: logLevel,
            .jwtSecretFile: jwtSecretFile, .tokenLifetimeSeconds: tokenLifetimeSeconds,
            .shutdownGraceSeconds: shutdownGraceSeconds, .mostConnections: mostConnections,
            .mostSockets: mostSockets, .mostSocketsPerUser: mostSocketsPerUser, .threads: threads,
            .passwordThreads: passwordThreads,
            .zoneDirectory: zoneDirectory, .zoneCheckSeconds: zoneCheckSeconds,
            .updatesKeptPerUser: updatesKeptPerUser, .idempotencyHours: idempotencyHours,
            .jwtKeySetFile: jwtKeySetFile, .jwtKeySetURL: jwtKeySetURL, .jwtIssuer: jwtIssuer,
            .jwtAudience: jwtAudience, .jwtLeewaySeconds: jwtLeewaySeconds,
            .jwtKeyRefreshSeconds: jwtKeyRefreshSeconds, .revocationCheckSeconds: revocationCheckSeconds,
            .requestsPerMinutePerUser: requestsPerMinutePerUser,
            .requestsPerMinutePerAddress: requestsPerMinutePerAddress, .freeSignInAttempts: freeSignInAttempts,
            .signUpsPerHour: signUpsPerHour, .trustedProxies: trustedProxies,
            .requirePreconditions: requirePreconditions, .sharedOrigins: sharedOrigins, .compression: compression,
            .socketCompression: socketCompression, .requestTimeoutSeconds: requestTimeoutSeconds,
            .stateStore: stateStore, .updateGatheringMilliseconds: updateGatheringMilliseconds,
            .webhookAllowPrivate: webhookAllowPrivate,
        ]
        return given.compactMapValues { $0 }
    }
}

extension ArgumentHelp {
    /// The help of a setting's flag: what it does, its default, and where else it can be set.
    fileprivate init(_ setting: Setting) {
        let definition = setting.definition
        let standard = definition.standard.map { "default \($0)" } ?? "no default"
        let file = setting.fileKey.map { ", file key \($0)" } ?? ""
        self.init(
            "\(definition.summary) (\(standard); \(setting.variable)\(file)).",
            valueName: definition.valueName)
    }
}

extension SettingDefinition {
    fileprivate var valueName: String {
        switch kind {
        case .text, .secret: "text"
        case .path: "path"
        case .integer: "number"
        case .choice: "choice"
        }
    }
}
