public import ServicePorts

/// Secrets with fixed values.
public final class SimulatedSecretStore: Sendable {
    private let secrets: [String: String]

    /// A store of those secrets.
    public init(_ secrets: [String: String]) {
        self.secrets = secrets
    }

    /// The store as one life of a node reaches it.
    public func view(for environment: NodeEnvironment) -> any SecretStore {
        SimulatedSecretStoreView(secrets: secrets, environment: environment)
    }
}

/// The simulated secrets as one life of a node reaches them.
private final class SimulatedSecretStoreView: SecretStore {
    private let secrets: [String: String]
    private let environment: NodeEnvironment
    private static let errors = CallErrors(
        unavailable: { SecretStoreError.unavailable($0) }, ambiguous: { SecretStoreError.unavailable($0) })

    init(secrets: [String: String], environment: NodeEnvironment) {
        self.secrets = secrets
        self.environment = environment
    }

    func secret(named name: String) async throws -> String {
        try await environment.call("secret", of: .secrets, errors: SimulatedSecretStoreView.errors) {
            guard let secret = secrets[name] else {
                throw SecretStoreError.notFound(name: name, lookedIn: "the simulation's fixed secrets")
            }
            return secret
        }
    }
}
