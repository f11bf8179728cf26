internal import EmbeddedAdapters
internal import FoundationEssentials
internal import ServicePorts
internal import TodoServer

/// The secret that signs access tokens.
struct SigningSecret {
    let settings: Settings

    private static let stateKey = "front-door/jwt-secret"

    /// Tokens signed with the configured secret, or with the one that `otherwise` finds.
    ///
    /// Throws `SettingsFault` when the secret cannot be used, or what `otherwise` throws.
    func tokens(
        clock: any WallClock, otherwise: () async throws -> [UInt8]
    ) async throws -> AccessTokens {
        let secret =
            if let configured = try await configured() { Array(configured.utf8) } else { try await otherwise() }
        guard secret.count >= AccessTokens.minimumSecretBytes else {
            throw SettingsFault(
                "the secret that signs access tokens has \(secret.count) bytes;"
                    + " expected at least \(AccessTokens.minimumSecretBytes)")
        }
        return await AccessTokens(
            secret: secret, clock: clock, lifetime: .seconds(settings.integer(.tokenLifetimeSeconds)))
    }

    /// True when the settings give the secret themselves.
    var isConfigured: Bool {
        settings.optionalText(.jwtSecret) != nil || settings.optionalText(.jwtSecretFile) != nil
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

    /// The secret in the state, made when first needed so that sessions outlive a restart.
    static func kept(in state: any StateStore, random: any RandomSource) async throws -> [UInt8] {
        if let entry = try await state.get(stateKey) { return entry.value }
        let made = (0..<4).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
        do {
            try await state.apply(.set(stateKey, made, if: .ifAbsent))
            return made
        } catch let error as StateStoreError where error.code == .conflict {
            guard let entry = try await state.get(stateKey) else { throw error }
            return entry.value
        }
    }
}
