internal import FoundationEssentials
internal import TodoDomain

/// What a token's header says (RFC 7515).
struct TokenHeader: Equatable, Sendable {
    /// What it says that it is signed with.
    var algorithm: String
    /// The key that it names.
    var keyID: String?
}

/// A token in its compact form, taken apart and not yet believed.
struct TokenParts: Sendable {
    /// The most bytes of a token.
    static let mostBytes = 4_096

    let header: TokenHeader
    let claims: TokenClaims
    /// What is signed.
    let signed: [UInt8]
    let signature: [UInt8]

    /// Takes a token apart; throws `AccessTokenError` when it is none.
    init(_ token: String) throws(AccessTokenError) {
        guard token.utf8.count <= TokenParts.mostBytes else { throw .malformed }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = TokenParts.object(parts[0]), let claims = TokenParts.object(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { throw .malformed }
        guard let claims = TokenClaims(claims) else { throw .malformed }
        // A token that must be understood in a way that we do not know is none of ours.
        guard header["crit"] == nil, case .string(let algorithm) = header["alg"] else { throw .algorithmRefused }
        switch header["kid"] {
        case nil: self.header = TokenHeader(algorithm: algorithm, keyID: nil)
        case .string(let id)?: self.header = TokenHeader(algorithm: algorithm, keyID: id)
        default: throw .malformed
        }
        self.claims = claims
        self.signature = signature
        signed = Array((parts[0] + "." + parts[1]).utf8)
    }

    private static func object(_ part: Substring) -> [String: JSONValue]? {
        guard let bytes = Base64URL.decode(part), case .object(let members)? = try? JSONReader.read(bytes) else {
            return nil
        }
        return members
    }
}

/// Base64 without padding, of letters that need no escape in an address (RFC 4648).
enum Base64URL {
    /// The bytes; nil when the text is none.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var plain: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-"): plain.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): plain.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: plain.append(byte)
            }
        }
        guard plain.count % 4 != 1 else { return nil }
        plain += Array(repeating: UInt8(ascii: "="), count: (4 - plain.count % 4) % 4)
        return Data(base64Encoded: Data(plain)).map { [UInt8]($0) }
    }

    /// The text of the bytes.
    static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
