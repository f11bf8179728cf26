import Testing

@testable import TodoServer

@Suite("Attack: tokens of another time")
struct TokenTimeTests {
    private let forge = TokenForge()
    /// 09:00:00 as the tokens count.
    private static let now = 1_769_850_000

    private func refusal(
        _ changes: [String: Any], without missing: String? = nil, leeway: Int64 = 0
    ) async throws -> AccessTokenError? {
        let tokens = try await forge.tokens(leeway: .seconds(leeway))
        let claims = TokenForge.claims(changes, without: missing)
        return await TokenForge.refusal(try forge.edwardsToken(claims), by: tokens)
    }

    @Test("an expired token is refused, whatever number its time is written as")
    func expired() async throws {
        #expect(try await refusal(["exp": Self.now + 1]) == nil)
        #expect(try await refusal(["exp": Self.now]) == .expired)
        #expect(try await refusal(["exp": Double(Self.now) - 0.5]) == .expired)
        #expect(try await refusal(["exp": 0]) == .expired)
        #expect(try await refusal(["exp": -1]) == .expired)
        #expect(try await refusal(["exp": 1e300]) == nil)
        #expect(try await refusal([:], without: "exp") == .malformed)
        #expect(try await refusal(["exp": true]) == .malformed)
    }

    @Test("a token from the future is refused, by when it was issued and by when it begins")
    func future() async throws {
        #expect(try await refusal(["iat": Self.now + 1]) == .notYetValid)
        #expect(try await refusal(["iat": 1e300]) == .notYetValid)
        #expect(try await refusal(["nbf": Self.now]) == nil)
        #expect(try await refusal(["nbf": Self.now + 1]) == .notYetValid)
        #expect(try await refusal(["nbf": "now"]) == .malformed)
        #expect(try await refusal([:], without: "iat") == .malformed)
    }

    @Test("clocks may differ by the leeway and no more")
    func leeway() async throws {
        #expect(try await refusal(["exp": Self.now - 29], leeway: 30) == nil)
        #expect(try await refusal(["exp": Self.now - 30], leeway: 30) == .expired)
        #expect(try await refusal(["iat": Self.now + 30], leeway: 30) == nil)
        #expect(try await refusal(["iat": Self.now + 31], leeway: 30) == .notYetValid)
        #expect(try await refusal(["nbf": Self.now + 31], leeway: 30) == .notYetValid)
    }
}
