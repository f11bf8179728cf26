internal import JWTKit

/// The keys that tokens are checked with now: secrets of our own, newest first, and public keys of others.
public struct TokenKeySet: Sendable {
    /// The most keys of others that are held.
    public static let mostPublicKeys: Int = 32

    private let secrets: [TokenKey]
    private let publicKeys: [TokenKey]

    init(secrets: [TokenKey], publicKeys: [TokenKey] = []) {
        self.secrets = secrets
        self.publicKeys = publicKeys
    }

    /// The newest secret, which signs.
    var signingKey: TokenKey? { secrets.first }

    /// The same secrets beside other public keys.
    func replacing(publicKeys: [TokenKey]) -> TokenKeySet {
        TokenKeySet(secrets: secrets, publicKeys: publicKeys)
    }

    /// The keys that may have signed a token with that header, each with its way of checking.
    ///
    /// A token that names a key is checked with that one alone. Throws `AccessTokenError` when no key is meant.
    func candidates(
        for header: TokenHeader
    ) throws(AccessTokenError) -> [(key: TokenKey, check: any JWTAlgorithm)] {
        let named = (secrets + publicKeys).filter { header.keyID == nil || $0.id == header.keyID }
        guard !named.isEmpty else { throw .keyUnknown }
        // The algorithm is the key's to allow: what the token asks for is only compared, never followed.
        guard let algorithm = TokenAlgorithm(rawValue: header.algorithm) else { throw .algorithmRefused }
        let candidates = named.compactMap { key in key.check(algorithm).map { (key, $0) } }
        guard !candidates.isEmpty else { throw .algorithmRefused }
        return candidates
    }
}
