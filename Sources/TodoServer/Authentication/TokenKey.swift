internal import JWTKit

/// A key that tokens are checked with, and the only algorithms that it is ever used with.
///
/// What a token asks for never chooses how a key is used: a public key is no secret of HMAC, whatever the header says.
public struct TokenKey: Sendable {
    /// What a token's `kid` calls it; nil for a key that only tokens without a `kid` find.
    public let id: String?
    /// Whose tokens it vouches for.
    let issuers: [TokenIssuer]
    private let checks: [TokenAlgorithm: any JWTAlgorithm]

    init(id: String?, issuers: [TokenIssuer], checks: [TokenAlgorithm: any JWTAlgorithm]) {
        self.id = id
        self.issuers = issuers
        self.checks = checks
    }

    /// The algorithms that it is used with.
    public var algorithms: Set<TokenAlgorithm> { Set(checks.keys) }

    /// The key as that algorithm uses it; nil when it is not used with it.
    func check(_ algorithm: TokenAlgorithm) -> (any JWTAlgorithm)? { checks[algorithm] }

    /// A secret, which signs and checks with HS256 and nothing else.
    ///
    /// Its name is made from its digest, so that every process calls it the same.
    static func secret(_ secret: [UInt8], issuers: [TokenIssuer]) async -> TokenKey {
        let keys = await JWTKeyCollection().add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
        guard let algorithm = try? await keys.getKey() else { preconditionFailure("a key was added") }
        return TokenKey(id: name(ofSecret: secret), issuers: issuers, checks: [.hs256: algorithm])
    }

    /// Tells secrets apart and tells nothing of them: it is part of a digest of many more bits.
    static func name(ofSecret secret: [UInt8]) -> String {
        String(ContentHash.sha256(Array("key name of ".utf8) + secret).prefix(16))
    }
}
