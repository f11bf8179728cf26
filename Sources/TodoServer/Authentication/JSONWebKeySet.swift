internal import JWTKit
internal import TodoDomain

/// Public keys as others publish them (RFC 7517).
public struct JSONWebKeySet: Sendable {
    /// The most bytes of a set.
    public static let mostBytes: Int = 256 * 1_024

    /// The keys that can be used.
    public let keys: [TokenKey]
    /// Why other keys of the set are not, in words for the operator.
    public let passedOver: [String]

    /// Reads a set whose keys vouch for that issuer; throws `JSONWebKeySetError` when it is none or has no usable key.
    ///
    /// Keys for other purposes and algorithms are passed over. A set with a secret or private key is refused as a
    /// whole: whoever published it has lost that key.
    public init(_ bytes: [UInt8], issuer: TokenIssuer) async throws(JSONWebKeySetError) {
        guard bytes.count <= JSONWebKeySet.mostBytes else {
            throw JSONWebKeySetError(
                "the key set has \(bytes.count) bytes; expected at most \(JSONWebKeySet.mostBytes)")
        }
        let json: JSONValue
        do { json = try JSONReader.read(bytes) } catch { throw JSONWebKeySetError("the key set is no JSON: \(error)") }
        guard case .object(let members) = json, case .array(let items) = members["keys"] else {
            throw JSONWebKeySetError("the key set is no object with an array 'keys'")
        }
        guard items.count <= TokenKeySet.mostPublicKeys else {
            throw JSONWebKeySetError(
                "the key set has \(items.count) keys; expected at most \(TokenKeySet.mostPublicKeys)")
        }
        var (keys, passedOver): ([TokenKey], [String]) = ([], [])
        for (index, item) in items.enumerated() {
            let place = "keys[\(index)]"
            guard case .object(let key) = item else { throw JSONWebKeySetError("\(place) is no object") }
            guard key["d"] == nil, key["k"] == nil else {
                throw JSONWebKeySetError("\(place) holds a private or secret key; publish public keys only")
            }
            switch await JSONWebKey(key).usable(for: issuer) {
            case .success(let usable):
                guard !keys.contains(where: { $0.id == usable.id }) else {
                    throw JSONWebKeySetError("\(place) has the same kid as an earlier key")
                }
                keys.append(usable)
            case .failure(let reason): passedOver.append("\(place): \(reason)")
            }
        }
        guard !keys.isEmpty else {
            throw JSONWebKeySetError(
                "the key set has no key for EdDSA, ES256 or RS256" + passedOver.map { "; " + $0 }.joined())
        }
        (self.keys, self.passedOver) = (keys, passedOver)
    }
}

/// Why a key set cannot be used, and what would be right.
public struct JSONWebKeySetError: Error, Equatable, CustomStringConvertible {
    /// The reason.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
