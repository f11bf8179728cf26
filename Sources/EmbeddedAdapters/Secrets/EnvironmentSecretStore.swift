public import ServicePorts

/// `SecretStore` over environment variables: secret `jwt-key` is in `TODO_SECRET_JWT_KEY`.
public struct EnvironmentSecretStore: SecretStore {
    private let environment: [String: String]
    private let prefix: String

    /// A store over the given environment; variables begin with the prefix.
    public init(environment: [String: String], prefix: String = "TODO_SECRET_") {
        self.environment = environment
        self.prefix = prefix
    }

    /// The variable that holds the secret: upper case, with an underscore for whatever is no letter or digit.
    public func variable(for name: String) -> String {
        let letters = name.unicodeScalars.map { scalar -> Character in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            return isPlain ? Character(scalar) : "_"
        }
        return prefix + String(letters).uppercased()
    }

    /// The secret of that name; throws `SecretStoreError.notFound` that names the variable.
    public func secret(named name: String) async throws -> String {
        let variable = variable(for: name)
        guard let value = environment[variable], !value.isEmpty else {
            throw SecretStoreError.notFound(name: name, lookedIn: "environment variable \(variable)")
        }
        return value
    }
}
