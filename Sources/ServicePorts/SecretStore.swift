/// The port of secrets.
public protocol SecretStore: Sendable {
    /// The secret of that name; throws `SecretStoreError`.
    func secret(named name: String) async throws -> String
}

/// Why a secret could not be read.
public enum SecretStoreError: Error, Sendable, Equatable {
    /// No such secret; the text says where it was looked for.
    case notFound(name: String, lookedIn: String)
    /// The store could not be reached.
    case unavailable(String)
}
