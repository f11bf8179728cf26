import CivilTime
import Crypto
import Synchronization
import Testing
import TodoDomain

@testable import TodoServer

@Suite("Public keys of others")
struct PublicKeyTests {
    private let forge = TokenForge()

    @Test("tokens that Ed25519, P-256 and RSA keys signed are good, each by its own key")
    func good() async throws {
        let tokens = try await forge.tokens()
        for token in [try forge.edwardsToken(), try forge.curveToken(), TokenForge.rsaToken] {
            let grant = try await tokens.check(token)
            #expect(grant.user == UserID("ada"))
            #expect(grant.generation == nil)
            #expect(grant.expiresAt.rfc3339 == "2026-01-31T10:00:00Z")
        }
        // Without a name, whichever key fits.
        let unnamed = try TokenForge.token(["alg": "EdDSA"]) { try forge.edwards.signature(for: $0) }
        #expect(await TokenForge.refusal(unnamed, by: tokens) == nil)
    }

    @Test("the issuer's own name and the audience must be in the token")
    func claims() async throws {
        let tokens = try await forge.tokens()
        func refusal(_ changes: [String: Any], without missing: String? = nil) async throws -> AccessTokenError? {
            let claims = TokenForge.claims(changes, without: missing)
            return await TokenForge.refusal(try forge.edwardsToken(claims), by: tokens)
        }
        #expect(try await refusal(["aud": ["other", "todo"]]) == nil)
        #expect(try await refusal(["aud": "other"]) == .audienceRefused)
        #expect(try await refusal([:], without: "aud") == .audienceRefused)
        #expect(try await refusal(["iss": "https://elsewhere.example"]) == .issuerRefused)
        // A key of others does not vouch for what we sign ourselves.
        #expect(try await refusal(["iss": TokenIssuer.ourselves.name]) == .issuerRefused)
        #expect(try await refusal(["aud": 7]) == .malformed)
        #expect(try await refusal(["exp": "soon"]) == .malformed)
    }

    @Test("keys rotate: old and new are good together, and a key that is gone is good no more")
    func rotation() async throws {
        let unknown = Atomic<Int>(0)
        let tokens = await AccessTokens(
            secrets: [TokenForge.secret], clock: FixedClock(TokenForge.instant),
            onUnknownKey: { unknown.add(1, ordering: .relaxed) })
        let (old, new) = (try forge.edwardsToken(), try forge.curveToken())
        func trust(_ keys: [[String: Any]]) async throws {
            tokens.trust(try await JSONWebKeySet(TokenForge.set(keys), issuer: TokenForge.issuer).keys)
        }
        try await trust([forge.edwardsKey])
        #expect(await TokenForge.refusal(old, by: tokens) == nil)
        #expect(await TokenForge.refusal(new, by: tokens) == .keyUnknown)
        #expect(unknown.load(ordering: .relaxed) == 1)
        try await trust([forge.edwardsKey, forge.curveKey])
        #expect(await TokenForge.refusal(old, by: tokens) == nil)
        #expect(await TokenForge.refusal(new, by: tokens) == nil)
        try await trust([forge.curveKey])
        #expect(await TokenForge.refusal(old, by: tokens) == .keyUnknown)
        #expect(await TokenForge.refusal(new, by: tokens) == nil)
    }

    @Test("secrets rotate: the newest signs, older ones still check")
    func secrets() async throws {
        let (old, new) = (TokenForge.secret, Array(String(repeating: "n", count: 40).utf8))
        let clock = FixedClock(TokenForge.instant)
        let before = await AccessTokens(secrets: [old], clock: clock)
        let during = await AccessTokens(secrets: [new, old], clock: clock)
        let after = await AccessTokens(secrets: [new], clock: clock)
        let (first, second) = (try await before.issue(for: UserID("ada")), try await during.issue(for: UserID("ada")))
        #expect(await TokenForge.refusal(first, by: during) == nil)
        #expect(await TokenForge.refusal(second, by: during) == nil)
        #expect(await TokenForge.refusal(second, by: after) == nil)
        #expect(await TokenForge.refusal(second, by: before) == .keyUnknown)
        #expect(await TokenForge.refusal(first, by: after) == .keyUnknown)
    }

    private func fault(_ keys: [[String: Any]]) async -> String {
        do throws(JSONWebKeySetError) {
            let set = try await JSONWebKeySet(TokenForge.set(keys), issuer: TokenForge.issuer)
            return "passed over: " + set.passedOver.joined(separator: "; ")
        } catch {
            return error.description
        }
    }

    @Test("a set with a private or secret key, twice the same name or no usable key is refused in words")
    func faults() async {
        let forge = forge
        func changed(_ changes: [String: Any], without missing: String? = nil) -> [String: Any] {
            var key = forge.edwardsKey
            if let missing { key[missing] = nil }
            for (name, value) in changes { key[name] = value }
            return key
        }
        #expect(await fault([changed(["d": "AAAA"])]).contains("private or secret"))
        #expect(await fault([["kty": "oct", "kid": "s", "k": "AAAA"]]).contains("private or secret"))
        #expect(await fault([forge.edwardsKey, forge.edwardsKey]).contains("same kid"))
        #expect(await fault([]).contains("no key for EdDSA, ES256 or RS256"))
        #expect(await fault([changed([:], without: "kid")]).contains("no kid"))
        #expect(await fault([forge.curveKey, changed(["use": "enc"])]).contains("passed over: keys[1]"))
        #expect(await fault([changed(["alg": "HS256"])]).contains("its alg is 'HS256'"))
        #expect(await fault([changed(["x": "AAAA"])]).contains("no key"))
        #expect(await fault([changed(["crv": "Ed448"])]).contains("Ed25519, P-256 or RSA"))
        var short = TokenForge.rsaKey
        short["n"] = String(repeating: "x", count: 171)
        #expect(await fault([short]).contains("expected 2048 to 8192"))
        #expect(await fault(Array(repeating: forge.edwardsKey, count: 40)).contains("at most 32"))
    }
}
