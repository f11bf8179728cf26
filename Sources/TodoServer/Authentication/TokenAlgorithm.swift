/// The ways in which a token may be signed; the raw value is its name in a header (RFC 7518, RFC 8037).
public enum TokenAlgorithm: String, CaseIterable, Sendable {
    /// HMAC over SHA-256 with a secret that both sides share.
    case hs256 = "HS256"
    /// Ed25519.
    case edDSA = "EdDSA"
    /// ECDSA over P-256 and SHA-256.
    case es256 = "ES256"
    /// RSASSA-PKCS1-v1_5 over SHA-256.
    case rs256 = "RS256"
}
