import Testing

@testable import TodoServer
@testable import todo

@Suite("Settings of who is trusted")
struct TrustSettingsTests {
    private func load(_ environment: [String: String]) -> (settings: Settings?, fault: String) {
        do {
            return (try SettingsLoader(flags: [:], environment: environment).load(), "")
        } catch {
            return (nil, "\(error)")
        }
    }

    @Test("keys, issuer and audience go together")
    func keys() throws {
        let good = load([
            "TODO_JWT_KEY_SET_URL": "https://id.example.com/jwks", "TODO_JWT_ISSUER": "https://id.example.com",
            "TODO_JWT_AUDIENCE": "todo",
        ])
        let trust = TrustSettings(try #require(good.settings))
        #expect(trust.issuer == TokenIssuer("https://id.example.com", audience: "todo"))
        #expect(trust.keySource == .url("https://id.example.com/jwks"))
        #expect(load(["TODO_JWT_KEY_SET_FILE": "keys.json"]).fault.contains("TODO_JWT_ISSUER"))
        #expect(load(["TODO_JWT_AUDIENCE": "todo"]).fault.contains("TODO_JWT_ISSUER"))
        #expect(load(["TODO_JWT_ISSUER": "evolution-of-todo"]).fault.contains("own tokens"))
        let both = load([
            "TODO_JWT_KEY_SET_FILE": "keys.json", "TODO_JWT_KEY_SET_URL": "https://id.example.com/jwks",
            "TODO_JWT_ISSUER": "x",
        ])
        #expect(both.fault.contains("set one of them"))
    }

    @Test("keys come over https, or from this machine")
    func addresses() {
        for (url, isGood) in [
            ("https://id.example.com/jwks", true), ("http://127.0.0.1:9000/jwks", true),
            ("http://localhost/jwks", true), ("http://id.example.com/jwks", false), ("file:///etc/passwd", false),
            ("jwks", false), ("http://127.0.0.1.evil.example/", false), ("http://localhost@evil.example/", false),
        ] {
            let fault = load(["TODO_JWT_KEY_SET_URL": url, "TODO_JWT_ISSUER": "x"]).fault
            #expect(fault.isEmpty == isGood, "\(url): \(fault)")
        }
    }

    @Test("origins are a list, each of which must be one")
    func origins() throws {
        let good = load(["TODO_SHARED_ORIGINS": "https://a.example, https://b.example:8443"])
        #expect(
            TrustSettings(try #require(good.settings)).origins == ["https://a.example", "https://b.example:8443"])
        #expect(load(["TODO_SHARED_ORIGINS": "*"]).fault.contains("TODO_SHARED_ORIGINS: '*' is no origin"))
    }

    @Test("secrets are lines, of which each must be long enough")
    func secrets() async throws {
        let old = String(repeating: "o", count: 32)
        let new = String(repeating: "n", count: 40)
        let settings = try SettingsLoader(flags: [:], environment: ["TODO_SECRET_JWT": "\(new)\n\(old)\n"]).load()
        let secrets = try await SigningSecret(settings: settings).secrets { [] }
        #expect(secrets == [Array(new.utf8), Array(old.utf8)])
        let short = try SettingsLoader(flags: [:], environment: ["TODO_SECRET_JWT": "\(new)\nshort"]).load()
        await #expect(throws: SettingsFault.self) { try await SigningSecret(settings: short).secrets { [] } }
    }
}
