public import CivilTime
internal import FoundationEssentials
internal import JWTKit
public import ServicePorts
public import TodoDomain

/// Issues and checks access tokens: JSON Web Tokens signed with HS256 and nothing else.
public struct AccessTokens: Sendable {
    /// What a checked token says.
    public struct Grant: Equatable, Sendable {
        /// Whom the token is for.
        public var user: UserID
        /// When it stops being good.
        public var expiresAt: Timestamp
    }

    /// The fewest bytes that a secret may have.
    public static let minimumSecretBytes: Int = 32

    private static let algorithm = "HS256"
    private let keys: JWTKeyCollection
    private let clock: any WallClock
    private let issuer: String
    private let lifetime: Duration

    /// Tokens signed with a secret of at least `minimumSecretBytes` bytes, good for `lifetime` from their issue.
    public init(
        secret: [UInt8], clock: any WallClock, issuer: String = "evolution-of-todo",
        lifetime: Duration = .seconds(604_800)
    ) async {
        precondition(secret.count >= AccessTokens.minimumSecretBytes, "the secret of HS256 is too short")
        keys = JWTKeyCollection()
        await keys.add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
        self.clock = clock
        self.issuer = issuer
        self.lifetime = lifetime
    }

    /// A new token for a user; throws when it cannot be signed.
    public func issue(for user: UserID) async throws -> String {
        let now = clock.now()
        let claims = AccessTokenClaims(
            iss: issuer, sub: user.rawValue, iat: now.secondsSinceEpoch, exp: (now + lifetime).secondsSinceEpoch)
        return try await keys.sign(claims)
    }

    /// What a token grants; throws `AccessTokenError` when it is not one of ours or not good any more.
    public func check(_ token: String) async throws(AccessTokenError) -> Grant {
        guard token.utf8.count <= 4_096 else { throw .malformed }
        let header: JWTHeader
        do {
            header = try DefaultJWTParser().parse(Array(token.utf8), as: AccessTokenClaims.self).header
        } catch {
            throw .malformed
        }
        // The algorithm is ours to choose: what the token asks for is only compared, never followed.
        guard header.alg == AccessTokens.algorithm, header.crit == nil else { throw .algorithmRefused }
        let claims: AccessTokenClaims
        do {
            claims = try await keys.verify(token, as: AccessTokenClaims.self)
        } catch {
            throw .signatureInvalid
        }
        guard claims.iss == issuer, !claims.sub.isEmpty else { throw .issuerRefused }
        let expiry = Timestamp(secondsSinceEpoch: claims.exp)
        guard clock.now() < expiry else { throw .expired }
        return Grant(user: UserID(claims.sub), expiresAt: expiry)
    }
}

/// Why a token grants nothing.
public enum AccessTokenError: String, Error, Sendable {
    /// It is no signed token with our claims.
    case malformed = "the token is malformed"
    /// It is signed with another algorithm than ours, or asks for extensions.
    case algorithmRefused = "the token is not signed with HS256"
    /// Its signature is not ours.
    case signatureInvalid = "the token's signature is wrong"
    /// It was issued by somebody else or for nobody.
    case issuerRefused = "the token was issued by somebody else"
    /// Its time is over.
    case expired = "the token has expired"
}

/// The claims of an access token; times are whole seconds since the epoch.
struct AccessTokenClaims: JWTPayload, Equatable {
    var iss: String
    var sub: String
    var iat: Int64
    var exp: Int64

    /// The signature is all that the library checks; issuer and times are checked against our own clock.
    func verify(using algorithm: some JWTAlgorithm) {}
}

extension Timestamp {
    fileprivate var secondsSinceEpoch: Int64 { millisecondsSinceEpoch / 1_000 }

    fileprivate init(secondsSinceEpoch: Int64) {
        self = Timestamp.epoch + .seconds(min(max(secondsSinceEpoch, 0), 253_402_300_799))
    }
}
