internal import ArgumentParser
internal import KafkaAdapters
internal import Logging

/// Where the brokers are and how to talk to them.
struct KafkaOptions: ParsableArguments {
    @Option(help: "Kafka brokers to ask first, as host:port, with commas between them.") var brokers: String
    @Flag(help: "Encrypt connections.") var tls = false
    @Option(help: "PEM file of the trusted authorities; implies --tls.") var tlsCa: String?
    @Option(help: "PEM file of the client's certificate; implies --tls.") var tlsCertificate: String?
    @Option(help: "PEM file of the key of that certificate; implies --tls.") var tlsKey: String?
    @Option(help: "PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.") var saslMechanism: String?
    @Option(help: "User name.") var saslUser: String?
    @Option(help: "File that holds the user's password.") var saslPasswordFile: String?
    @Option(help: "A further property of librdkafka, as name=value; give it once for each.") var property: [String] = []

    /// The settings of these options; throws `SettingsFault`.
    func settings() throws(SettingsFault) -> KafkaSettings {
        var settings = KafkaSettings(
            bootstrapServers: brokers.split(separator: ",").map(String.init), clientID: "todo-events",
            statisticsInterval: nil)
        if tls || tlsCa != nil || tlsCertificate != nil || tlsKey != nil {
            settings.tls = KafkaTLS(authoritiesPath: tlsCa, certificatePath: tlsCertificate, keyPath: tlsKey)
        }
        settings.sasl = try credentials()
        for pair in property {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw SettingsFault("--property: '\(pair)' is not written as name=value")
            }
            settings.properties[parts[0]] = parts[1]
        }
        do {
            try settings.check()
        } catch {
            throw SettingsFault(error.message)
        }
        return settings
    }

    private func credentials() throws(SettingsFault) -> KafkaSASL? {
        guard saslMechanism != nil || saslUser != nil || saslPasswordFile != nil else { return nil }
        guard let saslMechanism, let saslUser, let saslPasswordFile else {
            throw SettingsFault("--sasl-mechanism, --sasl-user and --sasl-password-file go together; give all three")
        }
        guard let mechanism = KafkaSASL.Mechanism(rawValue: saslMechanism) else {
            let names = KafkaSASL.Mechanism.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingsFault("--sasl-mechanism: '\(saslMechanism)' is none of \(names)")
        }
        let password = try SecretFile.read(saslPasswordFile, of: "--sasl-password-file")
        return KafkaSASL(mechanism: mechanism, userName: saslUser, password: KafkaSecret(password))
    }

    /// A reader of those brokers, which tells problems in its errors only; throws `SettingsFault`.
    func reader() throws(SettingsFault) -> KafkaTopicReader {
        do {
            return try KafkaTopicReader(settings: try settings(), logger: .ofCommand("kafka"))
        } catch let error as SettingsFault {
            throw error
        } catch {
            throw SettingsFault("\(error)")
        }
    }
}
