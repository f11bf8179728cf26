import DaprAdapters
import ServicePorts
import Testing

@Suite("Secrets over a sidecar")
struct SecretTests {
    private func secret(_ name: String, _ response: DaprResponse) async throws -> String {
        try await DaprSecretStore(transport: ScriptedTransport { _, _ in response }, store: "vault").secret(named: name)
    }

    private func failure(_ name: String, _ response: DaprResponse) async -> SecretStoreError? {
        await #expect(throws: SecretStoreError.self) { _ = try await secret(name, response) }
    }

    private func body(_ text: String) -> DaprResponse { DaprResponse(200, body: Array(text.utf8)) }

    @Test("a secret is the entry of its name, its only entry, or the one that is named")
    func entries() async throws {
        #expect(try await secret("jwt", body(#"{"jwt":"s"}"#)) == "s")
        #expect(try await secret("jwt", body(#"{"token":"s"}"#)) == "s")
        #expect(try await secret("db#password", body(#"{"user":"u","password":"p"}"#)) == "p")
        let transport = ScriptedTransport(200, #"{"password":"p"}"#)
        _ = try await DaprSecretStore(transport: transport, store: "v/1").secret(named: "a/b#password")
        #expect(transport.requests.first?.path == "/v1.0/secrets/v%2F1/a%2Fb")
    }

    @Test("a secret with several entries asks for one of them by name, without telling values")
    func severalEntries() async {
        guard case .notFound(_, let lookedIn) = await failure("db", body(#"{"user":"u1","password":"p1"}"#)) else {
            Issue.record("expected notFound")
            return
        }
        #expect(lookedIn.contains("'db#password', 'db#user'") && !lookedIn.contains("p1"))
    }

    @Test("missing is told from failing; an empty value of the environment is missing")
    func missing() async {
        let missing = [
            body(#"{"jwt":""}"#), body("{}"),
            .failure(500, "ERR_SECRET_GET", "failed getting secret with key jwt from secret store vault: not found"),
            .failure(500, "ERR_SECRET_GET", "secrets \\\"jwt\\\" not found"),
            .failure(500, "ERR_SECRET_GET", "SecretNotFound"),
        ]
        for response in missing {
            guard case .notFound("jwt", let lookedIn) = await failure("jwt", response) else {
                Issue.record("\(response.text)")
                continue
            }
            #expect(lookedIn.contains("'vault'"))
        }
        // A secret that is called so must not make an outage look like its absence.
        let outage = DaprResponse.failure(500, "ERR_SECRET_GET", "failed getting secret with key not found: timeout")
        guard case .unavailable = await failure("not found", outage) else {
            Issue.record("an outage is not an absence")
            return
        }
    }

    @Test("an unknown store, a denied secret, a wrong token and an outage each say what to do")
    func unavailable() async {
        let answers: [(DaprResponse, String)] = [
            (.failure(401, "ERR_SECRET_STORE_NOT_FOUND"), "no such component"),
            (.failure(403, "ERR_PERMISSION_DENIED"), "denies"),
            (DaprResponse(401, body: Array("invalid api token".utf8)), "DAPR_API_TOKEN"),
            (.failure(500, "ERR_SECRET_GET", "connection refused"), "connection refused"),
        ]
        for (response, part) in answers {
            guard case .unavailable(let message) = await failure("jwt", response) else {
                Issue.record("\(response.text)")
                continue
            }
            #expect(message.contains(part) && message.contains("\(response.status)"), "\(message)")
        }
    }
}
