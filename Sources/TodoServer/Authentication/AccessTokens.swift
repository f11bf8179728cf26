public import CivilTime
internal import JWTKit
public import ServicePorts
internal import Synchronization
public import TodoDomain

/// Issues access tokens, signed with HS256 by the newest of our secrets, and checks them and those of other issuers.
public final class AccessTokens: Sendable {
    /// What a checked token says.
    public struct Grant: Equatable, Sendable {
        /// Whom the token is for.
        public var user: UserID
        /// When it stops being good, with the leeway for clocks that differ.
        public var expiresAt: Timestamp
        /// When it was issued, by its issuer's clock.
        public var issuedAt: Timestamp
        /// How often its user had signed out everywhere before; nil for a token that does not say.
        public var generation: Int64?
    }

    /// The fewest bytes that a secret may have.
    public static let minimumSecretBytes: Int = 32

    private let keys: Mutex<TokenKeySet>
    private let clock: any WallClock
    private let lifetime: Duration
    private let leeway: Duration
    private let onUnknownKey: @Sendable () -> Void

    /// Tokens signed with the first of the secrets and good for `lifetime` from their issue.
    ///
    /// Those that any of the secrets signed are good. Each secret has at least `minimumSecretBytes` bytes.
    ///
    /// Clocks of issuers may differ by `leeway`. The secrets vouch for `sharedWith` too, who has the first of them. The
    /// closure is told of tokens that name a key which is not known.
    public init(
        secrets: [[UInt8]], clock: any WallClock, sharedWith: TokenIssuer? = nil,
        lifetime: Duration = .seconds(604_800), leeway: Duration = .zero,
        onUnknownKey: @escaping @Sendable () -> Void = {}
    ) async {
        precondition(!secrets.isEmpty, "nothing signs without a secret")
        let issuers = [.ourselves] + (sharedWith.map { [$0] } ?? [])
        var keys: [TokenKey] = []
        for secret in secrets {
            precondition(secret.count >= AccessTokens.minimumSecretBytes, "a secret of HS256 is too short")
            keys.append(await TokenKey.secret(secret, issuers: issuers))
        }
        self.keys = Mutex(TokenKeySet(secrets: keys))
        self.clock = clock
        self.lifetime = lifetime
        self.leeway = leeway
        self.onUnknownKey = onUnknownKey
    }

    /// Checks tokens of other issuers with these keys and no others from now on.
    public func trust(_ publicKeys: [TokenKey]) {
        precondition(publicKeys.count <= TokenKeySet.mostPublicKeys, "too many public keys")
        precondition(publicKeys.allSatisfy { !$0.algorithms.contains(.hs256) }, "a secret is no public key")
        keys.withLock { $0 = $0.replacing(publicKeys: publicKeys) }
    }

    /// A new token for a user who has signed out everywhere that many times; throws when it cannot be signed.
    public func issue(for user: UserID, generation: Int64 = 0) async throws -> String {
        let now = clock.now()
        guard let key = keys.withLock(\.signingKey), let algorithm = key.check(.hs256) else {
            preconditionFailure("the newest secret signs")
        }
        let claims = IssuedClaims(
            iss: TokenIssuer.ourselves.name, sub: user.rawValue, iat: now.secondsSinceEpoch,
            exp: (now + lifetime).secondsSinceEpoch, gen: generation)
        let header = IssuedHeader(alg: TokenAlgorithm.hs256.rawValue, typ: "JWT", kid: key.id ?? "")
        let signed = [try JSONCodec.encode(header), try JSONCodec.encode(claims)].map(Base64URL.encode)
            .joined(separator: ".")
        return signed + "." + Base64URL.encode(try algorithm.sign(Array(signed.utf8)))
    }

    /// What a token grants; throws `AccessTokenError` when no key of ours vouches for it or it is not good now.
    public func check(_ token: String) async throws(AccessTokenError) -> Grant {
        let parts = try TokenParts(token)
        let key = try key(of: parts)
        let claims = parts.claims
        guard let issuer = key.issuers.first(where: { $0.name == claims.issuer }), !claims.subject.isEmpty else {
            throw .issuerRefused
        }
        if let audience = issuer.audience, !claims.audiences.contains(audience) { throw .audienceRefused }
        let (now, expiry) = (clock.now(), claims.expiresAt + leeway)
        guard now < expiry else { throw .expired }
        guard max(claims.issuedAt, claims.notBefore ?? claims.issuedAt) <= now + leeway else { throw .notYetValid }
        return Grant(
            user: UserID(claims.subject), expiresAt: expiry, issuedAt: claims.issuedAt,
            generation: issuer == .ourselves ? claims.generation : nil)
    }

    /// The key that signed the token.
    private func key(of parts: TokenParts) throws(AccessTokenError) -> TokenKey {
        let candidates: [(key: TokenKey, check: any JWTAlgorithm)]
        do {
            candidates = try keys.withLock { $0 }.candidates(for: parts.header)
        } catch {
            if error == .keyUnknown { onUnknownKey() }
            throw error
        }
        let signer = candidates.first { candidate in
            (try? candidate.check.verify(parts.signature, signs: parts.signed)) == true
        }
        guard let signer else { throw .signatureInvalid }
        return signer.key
    }
}

/// Why a token grants nothing.
public enum AccessTokenError: String, Error, Sendable {
    /// It is no signed token with our claims.
    case malformed = "the token is malformed"
    /// It is signed with another algorithm than its key allows, or asks for extensions.
    case algorithmRefused = "the token is not signed with an algorithm that its key allows"
    /// It names a key that nobody told us of.
    case keyUnknown = "the token names a key that is not known here"
    /// Its signature is not of any of our keys.
    case signatureInvalid = "the token's signature is wrong"
    /// It was issued by somebody else or for nobody.
    case issuerRefused = "the token was issued by somebody else"
    /// It is meant for another service.
    case audienceRefused = "the token is for another audience"
    /// Its time is over.
    case expired = "the token has expired"
    /// It says that it is from the future.
    case notYetValid = "the token is not valid yet"
    /// Its user has signed out everywhere since it was issued.
    case revoked = "the token was revoked; sign in again"
    /// No API token has that text, or it was revoked.
    case unknownAPIToken = "no such API token; it may have been revoked"
}

/// The claims of a token that we issue; times are whole seconds since the epoch.
private struct IssuedClaims: Encodable {
    let iss: String
    let sub: String
    let iat: Int64
    let exp: Int64
    let gen: Int64
}

private struct IssuedHeader: Encodable {
    let alg: String
    let typ: String
    let kid: String
}

extension Timestamp {
    fileprivate var secondsSinceEpoch: Int64 { millisecondsSinceEpoch / 1_000 }
}
