/// How a client encrypts its connections and proves the brokers' identity, with files in PEM form.
public struct KafkaTLS: Sendable, Equatable {
    /// Path of the certificates of trusted authorities; nil for those of the system.
    public var authoritiesPath: String?
    /// Path of the client's certificate, when brokers ask for one.
    public var certificatePath: String?
    /// Path of the key of the client's certificate.
    public var keyPath: String?
    /// Password of that key, when it is encrypted.
    public var keyPassword: KafkaSecret?
    /// False lets any broker pass for the one asked for; for experiments only.
    public var verifiesBrokers: Bool

    /// TLS with every value given.
    public init(
        authoritiesPath: String? = nil, certificatePath: String? = nil, keyPath: String? = nil,
        keyPassword: KafkaSecret? = nil, verifiesBrokers: Bool = true
    ) {
        self.authoritiesPath = authoritiesPath
        self.certificatePath = certificatePath
        self.keyPath = keyPath
        self.keyPassword = keyPassword
        self.verifiesBrokers = verifiesBrokers
    }
}

/// How a client proves its own identity by user name and password.
public struct KafkaSASL: Sendable, Equatable {
    /// The exchange of name and password, under its registered name.
    public enum Mechanism: String, Sendable, CaseIterable {
        /// The password travels as it is: use it with TLS only.
        case plain = "PLAIN"
        /// Salted challenge and response with SHA-256.
        case scramSHA256 = "SCRAM-SHA-256"
        /// Salted challenge and response with SHA-512.
        case scramSHA512 = "SCRAM-SHA-512"
    }

    /// The exchange.
    public var mechanism: Mechanism
    /// The user's name.
    public var userName: String
    /// The user's password.
    public var password: KafkaSecret

    /// Credentials for that exchange.
    public init(mechanism: Mechanism, userName: String, password: KafkaSecret) {
        self.mechanism = mechanism
        self.userName = userName
        self.password = password
    }
}
