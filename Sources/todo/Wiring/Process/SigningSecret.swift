internal import EmbeddedAdapters
internal import FoundationEssentials
internal import ServicePorts
internal import TodoServer

/// The secrets that sign access tokens: the first signs, and tokens of every one of them are good.
struct SigningSecret {
    let settings: Settings

    private static let stateKey = "front-door/jwt-secret"

    /// The configured secrets, or those that `otherwise` finds.
    ///
    /// Throws `SettingsFault` when a secret cannot be used, or what `otherwise` throws.
    func secrets(otherwise: () async throws -> [[UInt8]]) async throws -> [[UInt8]] {
        let secrets =
            if let configured = try await configured() { SigningSecret.lines(configured) } else {
                try await otherwise()
            }
        guard let shortest = secrets.map(\.count).min() else {
            throw SettingsFault("there is no secret that signs access tokens; it would be the first line")
        }
        guard shortest >= AccessTokens.minimumSecretBytes else {
            throw SettingsFault(
                "a secret that signs access tokens has \(shortest) bytes;"
                    + " expected at least \(AccessTokens.minimumSecretBytes) on each line")
        }
        guard secrets.count <= SigningSecret.most else {
            throw SettingsFault(
                "there are \(secrets.count) secrets for access tokens; expected at most \(SigningSecret.most) lines")
        }
        return secrets
    }

    private static let most = 8

    /// The secrets in a text, one a line.
    static func lines(_ text: String) -> [[UInt8]] {
        text.split(whereSeparator: \.isNewline).map { Array($0.utf8) }
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
