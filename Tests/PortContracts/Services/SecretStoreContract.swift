public import ServicePorts

/// What every `SecretStore` promises; the store must hold exactly the given secrets.
public struct SecretStoreContract: Sendable {
    /// The store under test.
    public let store: any SecretStore
    /// Names and values that the store was filled with.
    public let secrets: [(name: String, value: String)]
    /// A name that the store does not hold.
    public let absentName: String

    /// A suite over a store that was filled with those secrets.
    public init(store: any SecretStore, secrets: [(name: String, value: String)], absentName: String = "no-such-secret")
    {
        self.store = store
        self.secrets = secrets
        self.absentName = absentName
    }

    /// Every promise.
    public static let cases: [ContractCase<SecretStoreContract>] = [
        .init("each secret is read by its name") { try await $0.readsEachSecret() },
        .init("a missing secret fails with its name and where it was looked for") { try await $0.saysWhereItLooked() },
    ]

    func readsEachSecret() async throws {
        try require(!secrets.isEmpty, "the suite was given no secrets to read")
        for secret in secrets {
            let value = try await store.secret(named: secret.name)
            try require(value == secret.value, "secret '\(secret.name)' has another value than it was given")
        }
    }

    func saysWhereItLooked() async throws {
        let error = try await requireError(SecretStoreError.self, "secret '\(absentName)'") {
            _ = try await store.secret(named: absentName)
        }
        guard case .notFound(let name, let lookedIn) = error else {
            throw ContractViolation("expected notFound, got \(error)")
        }
        try require(name == absentName, "asked for '\(absentName)', told of '\(name)'")
        try require(!lookedIn.isEmpty, "the error does not say where it looked")
        try require(!secrets.contains { lookedIn.contains($0.value) }, "the error gives a secret away")
    }
}
