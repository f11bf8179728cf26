public import ServicePorts

/// `SecretStore` that asks several stores in turn: the first that has the secret answers.
public struct LayeredSecretStore: SecretStore {
    private let stores: [any SecretStore]

    /// A store over the given ones, the first of which counts most.
    public init(_ stores: [any SecretStore]) {
        self.stores = stores
    }

    /// The secret from the first store that has it; throws `SecretStoreError` that names every place looked in.
    public func secret(named name: String) async throws -> String {
        var places: [String] = []
        for store in stores {
            do {
                return try await store.secret(named: name)
            } catch SecretStoreError.notFound(_, let lookedIn) {
                places.append(lookedIn)
            }
        }
        throw SecretStoreError.notFound(name: name, lookedIn: places.joined(separator: ", then "))
    }
}
