extension Setting {
    /// Settings of a service that runs alone, on PostgreSQL beside a sidecar; nil for others.
    var clusterDefinition: SettingDefinition? {
        switch self {
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
        case .stateStore:
            .init(
                kind: .text, standard: "statestore",
                summary: "Dapr component through which replicas of the backend share how much was asked of them")
        case .updateGatheringMilliseconds:
            .init(
                kind: .integer(0...1_000), standard: "0",
                summary: "How long the sidecar may keep updates to bring a hundred to the websocket service at once;"
                    + " 0 for each by itself")
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
        default: nil
        }
    }
}
