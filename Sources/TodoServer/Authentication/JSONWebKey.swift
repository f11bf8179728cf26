internal import JWTKit
internal import TodoDomain

/// One public key of a set, not yet known to be usable.
struct JSONWebKey {
    /// Why a key is passed over.
    struct Unusable: Error, CustomStringConvertible {
        let description: String
    }

    private let members: [String: JSONValue]

    init(_ members: [String: JSONValue]) {
        self.members = members
    }

    /// The key with the one algorithm that its type allows.
    func usable(for issuer: TokenIssuer) async -> Result<TokenKey, Unusable> {
        do throws(Unusable) {
            return .success(try await key(issuer))
        } catch {
            return .failure(error)
        }
    }

    private func key(_ issuer: TokenIssuer) async throws(Unusable) -> TokenKey {
        guard let id = text("kid"), !id.isEmpty, id.utf8.count <= 256 else {
            throw Unusable(description: "it has no kid of 1 to 256 bytes")
        }
        if let use = text("use"), use != "sig" { throw Unusable(description: "its use is '\(use)', not 'sig'") }
        if case .array(let operations)? = members["key_ops"], !operations.contains(.string("verify")) {
            throw Unusable(description: "its key_ops lack 'verify'")
        }
        let (algorithm, keys) = try await material()
        if let declared = text("alg"), declared != algorithm.rawValue {
            throw Unusable(
                description: "its alg is '\(declared)'; keys of its type are used with \(algorithm.rawValue)")
        }
        guard let check = try? await keys.getKey() else { throw Unusable(description: "its numbers are no key") }
        return TokenKey(id: id, issuers: [issuer], checks: [algorithm: check])
    }

    private func material() async throws(Unusable) -> (TokenAlgorithm, JWTKeyCollection) {
        let keys = JWTKeyCollection()
        do {
            switch (text("kty"), text("crv")) {
            case ("OKP", "Ed25519"):
                await keys.add(eddsa: try EdDSA.PublicKey(x: plain("x"), curve: .ed25519))
                return (.edDSA, keys)
            case ("EC", "P-256"):
                await keys.add(ecdsa: try ES256PublicKey(parameters: (plain("x"), plain("y"))))
                return (.es256, keys)
            case ("RSA", _):
                await keys.add(rsa: try rsaKey(), digestAlgorithm: .sha256)
                return (.rs256, keys)
            default: break
            }
        } catch let error as Unusable {
            throw error
        } catch {
            throw Unusable(description: "its numbers are no key")
        }
        throw Unusable(description: "its type is not Ed25519, P-256 or RSA")
    }

    private func rsaKey() throws -> Insecure.RSA.PublicKey {
        let bits = (Base64URL.decode(text("n") ?? "")?.drop { $0 == 0 }.count ?? 0) * 8
        guard (2_048...8_192).contains(bits) else {
            throw Unusable(description: "its modulus has \(bits) bits; expected 2048 to 8192")
        }
        return try Insecure.RSA.PublicKey(modulus: plain("n"), exponent: plain("e"))
    }

    /// The member's number in the base64url that the library reads.
    private func plain(_ name: String) throws -> String {
        guard let text = text(name), Base64URL.decode(text) != nil else {
            throw Unusable(description: "its '\(name)' is no base64url")
        }
        return text
    }

    private func text(_ name: String) -> String? {
        if case .string(let text)? = members[name] { text } else { nil }
    }
}
