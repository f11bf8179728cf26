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
    /// The only secrets that may be read, by store; a store without an entry shows all.
    public var allowed: [String: Set<String>] = [:]

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
        if segments[3] == "bulk" { return all(segments[2], store) }
        guard isAllowed(segments[3], in: segments[2]) else {
            let message = "access denied by policy to get \(segments[3]) from \(segments[2])"
            return SidecarError(403, "ERR_PERMISSION_DENIED", message).response
        }
        return answer(segments[3], segments[2], store)
    }

    private func isAllowed(_ key: String, in name: String) -> Bool {
        allowed[name]?.contains(key) ?? true
    }

    /// Every secret that may be read, as an object of its own.
    private func all(_ name: String, _ store: Store) -> SidecarResponse {
        let secrets =
            switch store {
            case .file(let secrets): secrets
            case .environment(let variables): variables.filter { !SidecarSecrets.isOwn($0.key) }
            }
        let shown = secrets.filter { isAllowed($0.key, in: name) }
        return .json(.object(Dictionary(shown.map { ($0.key, .object([$0.key: .string($0.value)])) }) { $1 }))
    }

    /// True for variables that belong to the sidecar itself.
    private static func isOwn(_ key: String) -> Bool {
        key.hasPrefix("DAPR_") || key == "APP_API_TOKEN"
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
            guard !SidecarSecrets.isOwn(key) else {
                let message = "failed getting secret with key \(key) from secret store \(name): refused"
                return SidecarError(500, "ERR_SECRET_GET", message).response
            }
            return .json(.object([key: .string(variables[key] ?? "")]))
        }
    }
}
