import Crypto
import Foundation
import Testing

@testable import TodoServer

@Suite("Attack: algorithm confusion")
struct AlgorithmConfusionTests {
    private let forge = TokenForge()

    @Test("a public key is no secret: nothing that HMAC makes of it is taken")
    func publicKeyAsSecret() async throws {
        let tokens = try await forge.tokens()
        let edwards = Array(forge.edwards.publicKey.rawRepresentation)
        let curve = [
            Array(forge.curve.publicKey.pemRepresentation.utf8), Array(forge.curve.publicKey.derRepresentation),
            Array(forge.curve.publicKey.x963Representation),
        ]
        let modulus = [Array(TokenForge.rsaModulus.utf8), Base64URL.decode(TokenForge.rsaModulus) ?? []]
        for (kid, keys) in [("ed-1", [edwards]), ("ec-1", curve), ("rsa-1", modulus)] {
            for key in keys {
                let named = TokenForge.token(["alg": "HS256", "kid": kid], sign: TokenForge.hmac(key))
                #expect(await TokenForge.refusal(named, by: tokens) == .algorithmRefused)
                let unnamed = TokenForge.token(["alg": "HS256"], sign: TokenForge.hmac(key))
                #expect(await TokenForge.refusal(unnamed, by: tokens) == .signatureInvalid)
            }
        }
    }

    @Test("a secret is no key of others: it does not sign for their issuer, by whatever name")
    func secretForOthers() async throws {
        let tokens = try await forge.tokens()
        let kid = TokenKey.name(ofSecret: TokenForge.secret)
        for header in [["alg": "HS256"], ["alg": "HS256", "kid": kid]] {
            let token = TokenForge.token(header, sign: TokenForge.hmac(TokenForge.secret))
            #expect(await TokenForge.refusal(token, by: tokens) == .issuerRefused)
            let ours = TokenForge.token(
                header, TokenForge.claims(["iss": TokenIssuer.ourselves.name]),
                sign: TokenForge.hmac(TokenForge.secret))
            #expect(await TokenForge.refusal(ours, by: tokens) == nil)
        }
        let claimed = TokenForge.token(["alg": "RS256", "kid": kid], sign: TokenForge.hmac(TokenForge.secret))
        #expect(await TokenForge.refusal(claimed, by: tokens) == .algorithmRefused)
    }

    @Test("a key is used with its own algorithm only, and no token goes without a signature")
    func otherAlgorithms() async throws {
        let tokens = try await forge.tokens()
        #expect(await TokenForge.refusal(try forge.edwardsToken(kid: "ec-1"), by: tokens) == .algorithmRefused)
        #expect(
            await TokenForge.refusal(try forge.edwardsToken(kid: "ec-1", alg: "ES256"), by: tokens) == .signatureInvalid
        )
        #expect(await TokenForge.refusal(try forge.curveToken(alg: "EdDSA"), by: tokens) == .algorithmRefused)
        for algorithm in ["none", "None", "NONE", "", "hs256", "HS384", "HS512", "PS256", "RS512", "ES384", "ES256K"] {
            for signature in [Data(), Data("x".utf8)] {
                let token = TokenForge.token(["alg": algorithm, "kid": "rsa-1"]) { _ in signature }
                #expect(await TokenForge.refusal(token, by: tokens) == .algorithmRefused, "\(algorithm)")
            }
        }
        let parts = TokenForge.rsaToken.split(separator: ".")
        #expect(await TokenForge.refusal("\(parts[0]).\(parts[1]).", by: tokens) == .signatureInvalid)
        #expect(await TokenForge.refusal("\(parts[0]).\(parts[1])", by: tokens) == .malformed)
    }

    @Test("a key that the token brings along, or points to, is not looked at")
    func ownKey() async throws {
        let tokens = try await forge.tokens()
        let theirs = Curve25519.Signing.PrivateKey()
        let jwk: [String: Any] = [
            "kty": "OKP", "crv": "Ed25519", "kid": "mine",
            "x": Base64URL.encode(Array(theirs.publicKey.rawRepresentation)),
        ]
        let headers: [[String: Any]] = [
            ["alg": "EdDSA", "jwk": jwk], ["alg": "EdDSA", "kid": "ed-1", "jwk": jwk],
            ["alg": "EdDSA", "kid": "ed-1", "jku": "https://evil.example/keys"],
            ["alg": "EdDSA", "kid": "ed-1", "x5u": "https://evil.example/chain"],
        ]
        for header in headers {
            let token = try TokenForge.token(header) { try theirs.signature(for: $0) }
            #expect(await TokenForge.refusal(token, by: tokens) == .signatureInvalid)
        }
        for kid in ["mine", "../../dev/null", "' OR 1=1 --", ""] {
            let token = try TokenForge.token(["alg": "EdDSA", "kid": kid]) { try theirs.signature(for: $0) }
            #expect(await TokenForge.refusal(token, by: tokens) == .keyUnknown)
        }
        let twice = Base64URL.encode(Array(#"{"alg":"none","alg":"EdDSA"}"#.utf8))
        let parts = try forge.edwardsToken().split(separator: ".")
        #expect(await TokenForge.refusal("\(twice).\(parts[1]).\(parts[2])", by: tokens) == .malformed)
    }
}
