import CivilTime
import Crypto
import Foundation
import ServicePorts
import Testing
import TodoDomain

@testable import TodoServer

@Suite("Access tokens")
struct AccessTokensTests {
    private static let secret = Array("0123456789abcdef0123456789abcdef".utf8)
    private static let clock = FixedClock("2026-01-31T09:00:00Z")

    private func tokens(
        secret: [UInt8] = secret, clock: FixedClock = clock, leeway: Duration = .zero
    ) async -> AccessTokens {
        await AccessTokens(secrets: [secret], clock: clock, leeway: leeway)
    }

    /// A token put together by hand, signed with HMAC over SHA-256 unless told otherwise.
    private func token(
        header: String = #"{"alg":"HS256","typ":"JWT"}"#,
        claims: String = #"{"iss":"evolution-of-todo","sub":"ada","iat":1769850000,"exp":1770454800}"#,
        sign: (Data) -> Data = {
            Data(HMAC<SHA256>.authenticationCode(for: $0, using: SymmetricKey(data: AccessTokensTests.secret)))
        }
    ) -> String {
        func part(_ data: Data) -> String {
            data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
        let signed = part(Data(header.utf8)) + "." + part(Data(claims.utf8))
        return signed + "." + part(sign(Data(signed.utf8)))
    }

    private func refusal(_ token: String, by tokens: AccessTokens? = nil) async -> AccessTokenError? {
        do throws(AccessTokenError) {
            if let tokens { _ = try await tokens.check(token) } else { _ = try await self.tokens().check(token) }
            return nil
        } catch {
            return error
        }
    }

    @Test("an issued token grants its user seven days")
    func issued() async throws {
        let tokens = await tokens()
        let grant = try await tokens.check(try await tokens.issue(for: UserID("ada")))
        #expect(grant.user == UserID("ada"))
        #expect(grant.expiresAt.rfc3339 == "2026-02-07T09:00:00Z")
    }

    @Test("a token put together by hand with the right key is good, so the refusals below have one cause each")
    func byHand() async {
        #expect(await refusal(token()) == nil)
    }

    @Test("other algorithms are refused, whatever the signature")
    func algorithms() async {
        #expect(await refusal(token(header: #"{"alg":"none"}"#, sign: { _ in Data() })) == .algorithmRefused)
        #expect(await refusal(token(header: #"{"alg":"None","typ":"JWT"}"#)) == .algorithmRefused)
        #expect(await refusal(token(header: #"{"alg":"RS256","typ":"JWT"}"#)) == .algorithmRefused)
        #expect(await refusal(token(header: #"{"typ":"JWT"}"#)) == .algorithmRefused)
        let hs512 = token(header: #"{"alg":"HS512","typ":"JWT"}"#) {
            Data(HMAC<SHA512>.authenticationCode(for: $0, using: SymmetricKey(data: Self.secret)))
        }
        #expect(await refusal(hs512) == .algorithmRefused)
        #expect(await refusal(token(header: #"{"alg":"HS256","crit":["exp"]}"#)) == .algorithmRefused)
    }

    @Test("another key, a changed claim, a cut signature and a key named in the header are refused")
    func signatures() async throws {
        let other = await tokens(secret: Array(String(repeating: "k", count: 32).utf8))
        #expect(await refusal(try await other.issue(for: UserID("ada"))) == .keyUnknown)
        let unnamed = token(sign: { _ in Data(count: 32) })
        #expect(await refusal(unnamed) == .signatureInvalid)
        let good = token()
        let parts = good.split(separator: ".").map(String.init)
        let forged = token(claims: #"{"iss":"evolution-of-todo","sub":"bob","iat":1,"exp":9999999999}"#)
            .split(separator: ".").map(String.init)
        #expect(await refusal([parts[0], forged[1], parts[2]].joined(separator: ".")) == .signatureInvalid)
        #expect(await refusal([parts[0], parts[1], ""].joined(separator: ".")) == .signatureInvalid)
        #expect(
            await refusal([parts[0], parts[1], String(parts[2].dropLast(4))].joined(separator: "."))
                == .signatureInvalid)
        let named = token(header: #"{"alg":"HS256","kid":"../../dev/null"}"#, sign: { _ in Data(count: 32) })
        #expect(await refusal(named) == .keyUnknown)
    }

    @Test("an expired token is refused from the very second on, by our clock")
    func expiry() async throws {
        let token = try await tokens().issue(for: UserID("ada"))
        let before = await tokens(clock: FixedClock("2026-02-07T08:59:59Z"))
        #expect(await refusal(token, by: before) == nil)
        let at = await tokens(clock: FixedClock("2026-02-07T09:00:00Z"))
        #expect(await refusal(token, by: at) == .expired)
        #expect(
            await refusal(self.token(claims: #"{"iss":"evolution-of-todo","sub":"ada","iat":0,"exp":-5}"#)) == .expired)
    }

    @Test("another issuer's token, or one for nobody, is refused although its signature is right")
    func issuer() async throws {
        let other = token(claims: #"{"iss":"somebody","sub":"ada","iat":0,"exp":9999999999}"#)
        #expect(await refusal(other) == .issuerRefused)
        let nobody = token(claims: #"{"iss":"evolution-of-todo","sub":"","iat":0,"exp":9999999999}"#)
        #expect(await refusal(nobody) == .issuerRefused)
    }

    @Test(
        "what is no token is malformed",
        arguments: ["", "a", "a.b", "a.b.c", "a.b.c.d", "....", "e30.e30.e30", "eyJhbGciOiJIUzI1NiJ9..", "\u{1F600}"])
    func malformed(text: String) async {
        #expect(await refusal(text) == .malformed)
    }

    @Test("missing claims and overlong tokens are malformed")
    func more() async {
        #expect(await refusal(token(claims: #"{"iss":"evolution-of-todo","sub":"ada"}"#)) == .malformed)
        #expect(await refusal(String(repeating: "a", count: 5_000)) == .malformed)
    }
}
