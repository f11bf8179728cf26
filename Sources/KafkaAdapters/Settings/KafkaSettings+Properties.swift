internal import CivilTime

extension KafkaSettings {
    /// Properties of every client; throws `KafkaSettingsError` for a setting that makes no sense.
    func commonProperties() throws(KafkaSettingsError) -> [ClientProperty] {
        try checkServers()
        try checkTimeouts()
        let statistics = statisticsInterval?.wholeMilliseconds ?? 0
        let extra = try extraProperties()
        return [
            ClientProperty("bootstrap.servers", bootstrapServers.joined(separator: ",")),
            ClientProperty("client.id", clientID),
            ClientProperty("log.queue", true),
            ClientProperty("log.connection.close", false),
            ClientProperty("statistics.interval.ms", statistics),
            ClientProperty("security.protocol", securityProtocol),
        ] + tlsProperties + saslProperties + extra
    }

    private var securityProtocol: String {
        switch (tls != nil, sasl != nil) {
        case (false, false): "plaintext"
        case (true, false): "ssl"
        case (false, true): "sasl_plaintext"
        case (true, true): "sasl_ssl"
        }
    }

    private var tlsProperties: [ClientProperty] {
        guard let tls else { return [] }
        let optional: [(String, String?)] = [
            ("ssl.ca.location", tls.authoritiesPath), ("ssl.certificate.location", tls.certificatePath),
            ("ssl.key.location", tls.keyPath), ("ssl.key.password", tls.keyPassword?.value),
        ]
        let given = optional.compactMap { name, value in value.map { ClientProperty(name, $0) } }
        return given + [
            ClientProperty("enable.ssl.certificate.verification", tls.verifiesBrokers),
            ClientProperty("ssl.endpoint.identification.algorithm", tls.verifiesBrokers ? "https" : "none"),
        ]
    }

    private var saslProperties: [ClientProperty] {
        guard let sasl else { return [] }
        return [
            ClientProperty("sasl.mechanisms", sasl.mechanism.rawValue),
            ClientProperty("sasl.username", sasl.userName),
            ClientProperty("sasl.password", sasl.password.value),
        ]
    }

    private func checkServers() throws(KafkaSettingsError) {
        guard !bootstrapServers.isEmpty else {
            throw KafkaSettingsError("no Kafka broker is named; name at least one as host:port, e.g. kafka:9092")
        }
        for server in bootstrapServers {
            let place = server.split(separator: "://").last ?? ""
            let parts = place.split(separator: ":", omittingEmptySubsequences: false)
            let port = parts.count > 1 ? parts.last.flatMap { UInt16($0) } : nil
            guard let port, port > 0, parts[0] != "", !server.contains(","), !server.contains(" ") else {
                throw KafkaSettingsError("the Kafka broker '\(server)' is not written as host:port, e.g. kafka:9092")
            }
        }
    }

    private func checkTimeouts() throws(KafkaSettingsError) {
        let all: [(String, Duration)] = [
            ("request", timeouts.request), ("delivery", timeouts.delivery), ("session", timeouts.session),
            ("heartbeat", timeouts.heartbeat),
        ]
        for (name, duration) in all where duration < .milliseconds(1) || duration > .seconds(86_400) {
            throw KafkaSettingsError("the Kafka \(name) timeout is \(duration); it must be from 1 ms to one day")
        }
        guard timeouts.heartbeat * 3 <= timeouts.session else {
            throw KafkaSettingsError(
                "the Kafka heartbeat of \(timeouts.heartbeat) is too long for a session of \(timeouts.session); "
                    + "it must be a third of it at most")
        }
    }
}
