import Yams

/// The metadata that a type of component knows.
struct MetadataTable: Sendable {
    enum Value: Sendable {
        case text, flag, number, duration
        case choice([String])
        /// Text that stands in no file.
        case secret
    }

    let version: String
    let required: Set<String>
    let values: [String: Value]

    /// By type, after the metadata of Dapr's components.
    static let all: [String: MetadataTable] = [
        "pubsub.kafka": kafka, "state.postgresql": postgres,
        "secretstores.kubernetes": MetadataTable(
            version: "v1", required: [], values: ["kubeconfigPath": .text, "defaultNamespace": .text]),
        "secretstores.local.file": MetadataTable(
            version: "v1", required: ["secretsFile"],
            values: ["secretsFile": .text, "nestedSeparator": .text, "multiValued": .flag]),
    ]

    private static let kafka = MetadataTable(
        version: "v1", required: ["brokers", "authType"],
        values: [
            "brokers": .text, "authType": .choice(["none", "password", "mtls", "oidc", "certificate", "awsiam"]),
            "consumerGroup": .text, "consumerID": .text, "clientID": .text, "saslUsername": .secret,
            "saslPassword": .secret, "saslMechanism": .choice(["SHA-256", "SHA-512"]),
            "initialOffset": .choice(["oldest", "newest"]), "version": .text, "maxMessageBytes": .number,
            "disableTls": .flag, "skipVerify": .flag, "caCert": .secret, "clientCert": .secret, "clientKey": .secret,
            "consumeRetryEnabled": .flag, "consumeRetryInterval": .duration,
            "backOffPolicy": .choice(["constant", "exponential"]), "backOffDuration": .duration,
            "backOffInitialInterval": .duration, "backOffMaxInterval": .duration, "backOffMaxElapsedTime": .duration,
            "backOffMaxRetries": .number, "heartbeatInterval": .duration, "sessionTimeout": .duration,
            "consumerGroupRebalanceStrategy": .choice(["range", "sticky", "roundrobin"]),
            "consumerFetchMin": .number, "consumerFetchDefault": .number, "channelBufferSize": .number,
            "escapeHeaders": .flag, "excludeHeaderMetaRegex": .text,
            "compression": .choice(["none", "gzip", "snappy", "lz4", "zstd"]), "producerRetryMax": .number,
            "producerRequiredAcks": .text, "dialTimeout": .duration, "readTimeout": .duration,
            "writeTimeout": .duration, "metadataTimeout": .duration, "allowedTopics": .text, "protectedTopics": .text,
            "publishingScopes": .text, "subscriptionScopes": .text,
        ])

    private static let postgres = MetadataTable(
        version: "v2", required: ["connectionString"],
        values: [
            "connectionString": .text, "timeout": .duration, "tablePrefix": .text, "metadataTableName": .text,
            "cleanupInterval": .duration, "maxConns": .number, "connectionMaxIdleTime": .duration,
            "queryExecMode": .choice(["cache_statement", "cache_describe", "describe_exec", "exec", "simple_protocol"]),
            "keyPrefix": .text,
        ])
}

extension MetadataTable.Value {
    /// What is wrong with a literal of that kind; nil for nothing.
    func fault(of literal: String) -> String? {
        switch self {
        case .text: literal.isEmpty ? "must not be empty" : nil
        case .flag: ["true", "false"].contains(literal) ? nil : "must be \"true\" or \"false\""
        case .number: Int(literal) == nil ? "must be a whole number" : nil
        case .duration:
            literal.wholeMatch(of: /[0-9]+(ms|s|m|h)?/) == nil ? "must be a duration such as \"5s\"" : nil
        case .choice(let words): words.contains(literal) ? nil : "must be \(words.joined(separator: " or "))"
        case .secret: "must come from a secret (secretKeyRef), not stand in the file"
        }
    }
}
