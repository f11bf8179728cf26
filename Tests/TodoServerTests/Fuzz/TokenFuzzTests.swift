import Foundation
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServer

/// Reads damaged tokens and key sets, a few thousand, or as long as `TOKEN_FUZZ_SECONDS` says.
@Suite("Damaged tokens and keys")
struct TokenFuzzTests {
    private let forge = TokenForge()

    /// The parts of a token that is accepted although its text was never given out must be those of one that was:
    /// base 64 has bits that mean nothing.
    private func isSame(_ token: String, as samples: [String]) throws -> Bool {
        let parts = try TokenParts(token)
        return try samples.contains { sample in
            let other = try TokenParts(sample)
            return parts.signed == other.signed && parts.signature == other.signature
        }
    }

    @Test("are refused with a reason, unless they say what was signed")
    func tokens() async throws {
        let tokens = try await forge.tokens()
        let secret = TokenForge.hmac(TokenForge.secret)
        let shared = TokenForge.claims(["iss": TokenIssuer.ourselves.name, "gen": 3])
        let own = TokenForge.token(["alg": "HS256", "typ": "JWT"], shared, sign: secret)
        let issued = try await tokens.issue(for: UserID("ada"))
        let samples = [own, issued, try forge.edwardsToken(), try forge.curveToken()]
        for sample in samples { #expect(await TokenForge.refusal(sample, by: tokens) == nil) }
        let bytes = samples.map { Array($0.utf8) }
        var numbers = FuzzNumbers(seed: FuzzRun.seed)
        var (taken, refusals): (Int, Set<AccessTokenError>) = (0, [])
        try await FuzzRun(variable: "TOKEN_FUZZ_SECONDS").run { round in
            // Either the text is damaged, or what it says is and it is signed all the same.
            let token: String
            let isSigned = numbers.chance(40)
            if isSigned {
                let claims = String(decoding: numbers.damaged(Array(shared.utf8)), as: UTF8.self)
                let header = numbers.damaged(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8))
                let head = numbers.chance(30) ? header : Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8)
                let signed = Base64URL.encode(head) + "." + Base64URL.encode(Array(claims.utf8))
                token = signed + "." + Base64URL.encode(Array(secret(Data(signed.utf8))))
            } else {
                token = String(decoding: numbers.damaged(numbers.element(of: bytes), with: bytes), as: UTF8.self)
            }
            do throws(AccessTokenError) {
                let grant = try await tokens.check(token)
                taken += 1
                if !isSigned { #expect((try? isSame(token, as: samples)) == true, "round \(round): \(token)") }
                #expect(!grant.user.rawValue.isEmpty)
            } catch {
                refusals.insert(error)
            }
        }
        #expect(
            taken > 0 && refusals.isSuperset(of: [.malformed, .signatureInvalid, .algorithmRefused, .issuerRefused]))
    }

    @Test("API tokens are read as they were given or not at all")
    func apiTokens() async throws {
        let text = APITokenText(random: SystemRandomSource()).text
        var numbers = FuzzNumbers(seed: FuzzRun.seed)
        var read = 0
        try await FuzzRun(variable: "TOKEN_FUZZ_SECONDS").run { round in
            let damaged = String(decoding: numbers.damaged(Array(text.utf8)), as: UTF8.self)
            guard let token = APITokenText(damaged) else { return }
            read += 1
            #expect(token.id.utf8.count == 32, "round \(round): \(damaged)")
            #expect(APITokenText(token.text)?.text == token.text, "round \(round): \(damaged)")
        }
        #expect(read > 0)
    }

    @Test("key sets are taken without anything secret or weak in them, or refused with a reason")
    func keySets() async throws {
        let whole = TokenForge.set([forge.edwardsKey, forge.curveKey, TokenForge.rsaKey])
        let tokens = try await forge.tokens()
        let token = try forge.edwardsToken()
        var numbers = FuzzNumbers(seed: FuzzRun.seed)
        var (taken, refused) = (0, 0)
        try await FuzzRun(variable: "TOKEN_FUZZ_SECONDS", rounds: 500).run { round in
            let damaged = numbers.damaged(whole)
            do throws(JSONWebKeySetError) {
                let set = try await JSONWebKeySet(damaged, issuer: TokenForge.issuer)
                taken += 1
                #expect((1...TokenKeySet.mostPublicKeys).contains(set.keys.count), "round \(round)")
                #expect(!set.keys.contains { $0.algorithms.contains(.hs256) }, "round \(round)")
                tokens.trust(set.keys)
                _ = await TokenForge.refusal(token, by: tokens)
            } catch {
                refused += 1
                #expect(!error.description.isEmpty, "round \(round)")
            }
        }
        #expect(taken > 0 && refused > 0)
    }
}
