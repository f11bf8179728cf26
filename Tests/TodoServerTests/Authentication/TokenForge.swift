import Crypto
import Foundation
import ServicePorts

@testable import TodoServer

/// Makes tokens by hand, good ones and others, and the key sets of their issuer.
struct TokenForge {
    static let secret = Array("0123456789abcdef0123456789abcdef".utf8)
    static let issuer = TokenIssuer("https://id.example.com", audience: "todo")
    /// The instant at which the tokens are good.
    static let instant = "2026-01-31T09:00:00Z"

    let edwards = Curve25519.Signing.PrivateKey()
    let curve = P256.Signing.PrivateKey()

    /// Claims that are good, with changes.
    static func claims(_ changes: [String: Any] = [:], without missing: String? = nil) -> String {
        var claims: [String: Any] = [
            "iss": issuer.name, "sub": "ada", "aud": "todo", "iat": 1_769_850_000, "exp": 1_769_853_600,
        ]
        for (name, value) in changes { claims[name] = value }
        if let missing { claims[missing] = nil }
        let data = try? JSONSerialization.data(withJSONObject: claims, options: .sortedKeys)
        return String(decoding: data ?? Data(), as: UTF8.self)
    }

    /// A token of that header and those claims, signed as the closure does.
    static func token(
        _ header: [String: Any], _ claims: String = claims(), sign: (Data) throws -> Data
    ) rethrows -> String {
        let head = (try? JSONSerialization.data(withJSONObject: header, options: .sortedKeys)) ?? Data()
        let signed = Base64URL.encode(Array(head)) + "." + Base64URL.encode(Array(claims.utf8))
        return signed + "." + Base64URL.encode(Array(try sign(Data(signed.utf8))))
    }

    static func hmac(_ key: [UInt8]) -> (Data) -> Data {
        { Data(HMAC<SHA256>.authenticationCode(for: $0, using: SymmetricKey(data: key))) }
    }

    func edwardsToken(_ claims: String = claims(), kid: String = "ed-1", alg: String = "EdDSA") throws -> String {
        try Self.token(["alg": alg, "kid": kid], claims) { try edwards.signature(for: $0) }
    }

    func curveToken(_ claims: String = claims(), kid: String = "ec-1", alg: String = "ES256") throws -> String {
        try Self.token(["alg": alg, "kid": kid], claims) { try curve.signature(for: $0).rawRepresentation }
    }

    var edwardsKey: [String: Any] {
        [
            "kty": "OKP", "crv": "Ed25519", "kid": "ed-1",
            "x": Base64URL.encode(Array(edwards.publicKey.rawRepresentation)),
        ]
    }

    var curveKey: [String: Any] {
        let point = Array(curve.publicKey.rawRepresentation)
        return [
            "kty": "EC", "crv": "P-256", "kid": "ec-1", "use": "sig", "x": Base64URL.encode(Array(point.prefix(32))),
            "y": Base64URL.encode(Array(point.suffix(32))),
        ]
    }

    static var rsaKey: [String: Any] {
        [
            "kty": "RSA", "kid": "rsa-1", "alg": "RS256", "key_ops": ["verify"], "e": "AQAB", "n": rsaModulus,
        ]
    }

    /// The key set of those keys.
    static func set(_ keys: [[String: Any]]) -> [UInt8] {
        Array((try? JSONSerialization.data(withJSONObject: ["keys": keys])) ?? Data())
    }

    /// Tokens that trust all three keys beside the secret, at the instant or another.
    func tokens(
        at instant: String = instant, leeway: Duration = .zero, onUnknownKey: @escaping @Sendable () -> Void = {}
    ) async throws -> AccessTokens {
        let tokens = await AccessTokens(
            secrets: [Self.secret], clock: FixedClock(instant), leeway: leeway, onUnknownKey: onUnknownKey)
        let set = try await JSONWebKeySet(
            Self.set([edwardsKey, curveKey, Self.rsaKey]), issuer: Self.issuer)
        tokens.trust(set.keys)
        return tokens
    }

    /// Why those tokens refuse a token; nil when they take it.
    static func refusal(_ token: String, by tokens: AccessTokens) async -> AccessTokenError? {
        do throws(AccessTokenError) {
            _ = try await tokens.check(token)
            return nil
        } catch {
            return error
        }
    }

    // Made with openssl: the public half of a key of 2,048 bits, and a token that its private half signed with RS256.
    static let rsaModulus =
        "z5irkKLhof8Gp0fIJx8AAFkfeN_UdjtTTRCfA1RwmZipWe9xfbUkPS3ipsdPiSKqpsDl6JBWfofpTlZhPf7HrjeLu04KYLrU"
        + "fSATvw7TZZTbpGKfwNvHokpMdG0UhYvwaDWARf03gjP6B3P76pKCL4OReJRf36T3cp-SMlZU5bWL2mjVCV1oRFL-TGq4r6tM"
        + "bKqmN9vCMlotDCuFEFY29c0fdC_U1KGqjN8iWFfjWKZpDyv31D9v_9YnlmSOlebCxfkmnoRK29eWieqN27wPXURdzWhbg6Nk"
        + "XH0d_X2rrVaeRvdVlvk62JNDDWlm9BbZa2UWr83zPA_Qyb2iPNCj-Q"
    static let rsaToken =
        "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InJzYS0xIn0.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29t"
        + "Iiwic3ViIjoiYWRhIiwiYXVkIjoidG9kbyIsImlhdCI6MTc2OTg1MDAwMCwiZXhwIjoxNzY5ODUzNjAwfQ.LGTOVkej_bpxp"
        + "XWYXO8jAxhw6ugn_MqhGFPDCa_y8TTEWKfBGtxczotYQ-fMyWO33YMdOxSvAtLQojudqv7s9CLfQ7fHimejPgDaKZVd6x5jf"
        + "oClMmTtdIHzElvE5CFZesHOGbZHet41dK1t3KpTyRvkOU1AJMXzcJiq8wo5ApsZi8XsEkvEoWyiLBvpQur_GfpK9IuIuhlU5"
        + "kKyz2NeAMawseHD6nY8JS0MEncwWVSASYleTe2knA5H9J1IXkKnmdoWcHkQoalMuGH36VAqeysc4IgoVgO_nQ6kg4B01uyZ5"
        + "My5n_c7tyRnRoexB0p19P5DAZ9VvuKBxautfAVM0A"
}
