internal import EmbeddedAdapters
internal import FoundationEssentials
internal import ServicePorts
internal import TodoServer

/// The secret that signs access tokens.
struct SigningSecret {
    let settings: Settings
    let state: any StateStore
    let random: any RandomSource

    private static let stateKey = "front-door/jwt-secret"

    /// The secret that was configured; without one, that of the database, made when first needed so that sessions
    /// outlive a restart.
    ///
    /// Throws `SettingsFault` when the configured one cannot be used.
    func find() async throws -> [UInt8] {
        guard let configured = try await configured() else { return try await kept() }
        let bytes = Array(configured.utf8)
        guard bytes.count >= AccessTokens.minimumSecretBytes else {
            throw SettingsFault(
                "the secret that signs access tokens has \(bytes.count) bytes;"
                    + " expected at least \(AccessTokens.minimumSecretBytes)")
        }
        return bytes
    }

    private func configured() async throws -> String? {
        if let text = settings.optionalText(.jwtSecret) {
            let environment = [Setting.jwtSecret.variable: text]
            return try await EnvironmentSecretStore(environment: environment).secret(named: "jwt")
        }
        guard let path = settings.optionalText(.jwtSecretFile) else { return nil }
        let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let name = path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
        do {
            return try await DirectorySecretStore(directory: directory).secret(named: name)
        } catch {
            throw SettingsFault("cannot read the secret in '\(path)' (jwt-secret-file); check its path and rights")
        }
    }

    private func kept() async throws -> [UInt8] {
        if let entry = try await state.get(SigningSecret.stateKey) { return entry.value }
        let made = (0..<4).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
        do {
            try await state.apply(.set(SigningSecret.stateKey, made, if: .ifAbsent))
            return made
        } catch let error as StateStoreError where error.code == .conflict {
            guard let entry = try await state.get(SigningSecret.stateKey) else { throw error }
            return entry.value
        }
    }
}
