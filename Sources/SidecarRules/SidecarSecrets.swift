/// The secrets interface over stores with fixed values.
public struct SidecarSecrets: Sendable {
    /// A store by its kind.
    public enum Store: Sendable {
        /// A file: a secret that is not in it is an error.
        case file([String: String])
        /// Environment variables: one that is not set reads as "".
        case environment([String: String])
    }

    /// The stores by name.
    public var stores: [String: Store]

    /// Those stores.
    public init(stores: [String: Store]) {
        self.stores = stores
    }

    /// The answer to `GET /v1.0/secrets/{store}/{key}`.
    public func answer(_ request: SidecarRequest) -> SidecarResponse {
        let segments = request.segments
        guard request.method == .get, segments.count == 4, segments[1] == "secrets" else {
            return SidecarError.unknownRoute.response
        }
        guard !stores.isEmpty else {
            return SidecarError(500, "ERR_SECRET_STORES_NOT_CONFIGURED", "no secret store is configured").response
        }
        guard let store = stores[segments[2]] else {
            let message = "failed finding secret store with key \(segments[2])"
            return SidecarError(401, "ERR_SECRET_STORE_NOT_FOUND", message).response
        }
        return answer(segments[3], segments[2], store)
    }

    private func answer(_ key: String, _ name: String, _ store: Store) -> SidecarResponse {
        switch store {
        case .file(let secrets):
            guard let secret = secrets[key] else {
                let message = "failed getting secret with key \(key) from secret store \(name): not found"
                return SidecarError(500, "ERR_SECRET_GET", message).response
            }
            return .json(.object([key: .string(secret)]))
        case .environment(let variables):
            guard !key.hasPrefix("DAPR_"), key != "APP_API_TOKEN" else {
                let message = "failed getting secret with key \(key) from secret store \(name): refused"
                return SidecarError(500, "ERR_SECRET_GET", message).response
            }
            return .json(.object([key: .string(variables[key] ?? "")]))
        }
    }
}
