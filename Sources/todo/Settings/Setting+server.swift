internal import Logging

extension Setting {
    /// Settings of every process that serves; nil for others.
    var serverDefinition: SettingDefinition? {
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
        case .logLevel:
            .init(
                kind: .choice(Logger.Level.allCases.map(\.rawValue)), standard: "info",
                summary: "Least level of the log lines that are written")
        case .jwtSecretFile:
            .init(
                kind: .path, standard: nil,
                summary:
                    "File with the secret that signs access tokens, and older ones that are still good, one a line;"
                    + " without any, one is made and kept in the database")
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
        case .mostSockets:
            .init(
                kind: .integer(1...1_000_000), standard: "9000",
                summary: "WebSockets open at the same time, of all connections; further ones are refused")
        case .mostSocketsPerUser:
            .init(
                kind: .integer(1...1_000_000), standard: "100",
                summary: "WebSockets and waiting requests for updates that one user may have open")
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
        default: nil
        }
    }
}
