/// One property for librdkafka.
struct ClientProperty: Sendable, Equatable {
    let name: String
    let value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    init(_ name: String, _ value: Int64) {
        self.init(name, String(value))
    }

    init(_ name: String, _ value: Bool) {
        self.init(name, value ? "true" : "false")
    }

    /// True when neither a log nor an error may show the value.
    var isSecret: Bool {
        ["password", "secret", "key.pem", "jaas", "oauthbearer.config"].contains { name.contains($0) }
    }
}
