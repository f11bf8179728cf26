internal import NIOPosix
internal import ServiceLifecycle
internal import ServicePorts
internal import TodoServer

/// Who is let in to a process: its tokens, what was revoked of them, and the loops that keep both fresh.
struct Admission {
    let authenticator: Authenticator
    let revocations: Revocations
    let loops: [any Service]

    /// Where what was revoked is read.
    struct Sources {
        let revocations: Revocations.Source
        let apiTokens: APITokenDirectory
        /// True when revocations must be known before the process serves; otherwise nobody is let in until they are.
        let isRequired: Bool
    }

    /// Tokens as the settings say, signed with the secrets that `secrets` finds when these give none.
    ///
    /// Throws `SettingsFault` or `ProgramFault` when keys cannot be read or used, or what the sources throw.
    init(
        _ settings: Settings, _ sources: Sources, clock: any WallClock, group: MultiThreadedEventLoopGroup,
        secrets: () async throws -> [[UInt8]]
    ) async throws {
        let trust = TrustSettings(settings)
        let isUnknown = UnknownKeySignal()
        let tokens = await AccessTokens(
            secrets: try await SigningSecret(settings: settings).secrets(otherwise: secrets), clock: clock,
            sharedWith: trust.keySource == nil ? trust.issuer : nil,
            lifetime: .seconds(settings.integer(.tokenLifetimeSeconds)),
            leeway: .seconds(settings.integer(.jwtLeewaySeconds)), onUnknownKey: { isUnknown.raise() })
        revocations = Revocations()
        if sources.isRequired { try await revocations.load(from: sources.revocations) }
        authenticator = Authenticator(
            tokens: tokens, revocations: revocations, apiTokens: sources.apiTokens, clock: clock)
        let followed = revocations
        var loops: [any Service] = [
            BackgroundLoop {
                try await followed.follow(
                    sources.revocations, every: .seconds(settings.integer(.revocationCheckSeconds)), on: clock)
            }
        ]
        if let source = trust.keySource, let issuer = trust.issuer {
            let loop = KeySetLoop(
                reader: KeySetReader(source: source, group: group), issuer: issuer, tokens: tokens, clock: clock,
                interval: .seconds(settings.integer(.jwtKeyRefreshSeconds)), isUnknown: isUnknown)
            do { try await loop.load() } catch let fault as SettingsFault { throw fault } catch {
                throw ProgramFault("the public keys of '\(issuer.name)' cannot be used: \(error)")
            }
            loops.append(BackgroundLoop { try await loop.run() })
        }
        self.loops = loops
    }
}
