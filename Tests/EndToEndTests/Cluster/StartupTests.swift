import Foundation
import PostgresTestSupport
import Testing

@Suite("What keeps a service from starting")
struct StartupTests {
    /// How a service is started wrongly, and what it must say.
    struct Mistake: CustomStringConvertible, Sendable {
        let description: String
        var service = "backend"
        var changes: [String: String?] = [:]
        let status: Int32
        /// Parts of the line.
        let says: [String]
    }

    @Test("every mistake is told in one line with what to do, and a status other than zero")
    func mistakes() async throws {
        try await Surroundings.run { surroundings in
            for mistake in StartupTests.mistakes(surroundings) {
                var environment = surroundings.environment
                for (name, value) in mistake.changes { environment[name] = value }
                let run = try ProgramRun(["serve", mistake.service], environment: environment)
                #expect(run.status == mistake.status, "\(mistake): \(run.errors)")
                let lines = run.errors.split(separator: "\n").filter { !$0.hasPrefix("{") }
                #expect(lines.count == 1, "\(mistake): \(run.errors)")
                for part in ["todo: "] + mistake.says {
                    #expect(lines.first?.contains(part) == true, "\(mistake): \(run.errors)")
                }
                #expect(!run.errors.contains("guessed"), "\(mistake) tells a secret")
            }
        }
    }

    private static func mistakes(_ surroundings: Surroundings) -> [Mistake] {
        let guarded = "postgresql://tester:guessed@127.0.0.1:\(surroundings.guardedPort)/postgres"
        let nowhere = "postgresql://tester@127.0.0.1:\(surroundings.nobodysPort)/todo"
        return [
            Mistake(
                description: "no database named", changes: ["TODO_DATABASE_URL": nil], status: 2,
                says: ["TODO_DATABASE_URL", "postgresql://user@host"]),
            Mistake(
                description: "an address that is none", changes: ["TODO_DATABASE_URL": "todo.db"], status: 2,
                says: ["TODO_DATABASE_URL", "postgresql://user@host"]),
            Mistake(
                description: "no database there", changes: ["TODO_DATABASE_URL": nowhere], status: 1,
                says: ["Connection refused", "start it"]),
            Mistake(
                description: "a wrong password", service: "audit", changes: ["TODO_DATABASE_URL": guarded], status: 1,
                says: ["password authentication failed", "--database-password-file"]),
            Mistake(
                description: "no password file", changes: ["TODO_DATABASE_PASSWORD_FILE": "/nowhere/password"],
                status: 2, says: ["TODO_DATABASE_PASSWORD_FILE", "/nowhere/password"]),
            Mistake(
                description: "no such database",
                changes: ["TODO_DATABASE_URL": surroundings.database + "_of_another_name"], status: 1,
                says: ["does not exist"]),
            Mistake(
                description: "a database without the schema",
                changes: ["TODO_DATABASE_URL": surroundings.emptyDatabase], status: 1,
                says: ["lacks step 1", "todo migrate"]),
            Mistake(
                description: "a role without rights", changes: ["TODO_DATABASE_URL": surroundings.strangersDatabase],
                status: 1, says: ["permission denied", "todo migrate --grant-to"]),
            Mistake(
                description: "no sidecar", service: "notification",
                changes: ["DAPR_HTTP_PORT": "\(surroundings.nobodysPort)"], status: 1,
                says: ["no sidecar was ready", "\(surroundings.nobodysPort)"]),
            Mistake(
                description: "a port of the sidecar that is none", changes: ["DAPR_HTTP_PORT": "many"], status: 2,
                says: ["DAPR_HTTP_PORT", "1 to 65535"]),
            Mistake(
                description: "a wrong token", changes: ["DAPR_API_TOKEN": "guessed"], status: 1,
                says: ["401", "DAPR_API_TOKEN"]),
            Mistake(
                description: "a missing component", service: "recurring", changes: ["TODO_PUB_SUB": "elsewhere"],
                status: 1, says: ["no pubsub component 'elsewhere'", "kafka-pubsub"]),
            Mistake(
                description: "a component of another kind", changes: ["TODO_PUB_SUB": "secretstore"], status: 1,
                says: ["'secretstore' is of type secretstores.local.file"]),
            Mistake(
                description: "no secret", changes: ["TODO_JWT_SECRET_NAME": "other"], status: 1,
                says: ["no secret 'other'", "TODO_JWT_SECRET_FILE"]),
            Mistake(
                description: "a port in use", service: "mcp",
                changes: ["TODO_PORT": "\(surroundings.takenPort)"], status: 1,
                says: ["port \(surroundings.takenPort)", "in use"]),
        ]
    }

    @Test("an unknown service is told with those that there are")
    func unknownService() throws {
        let run = try ProgramRun(["serve", "everything"])
        #expect(run.status == 2)
        #expect(run.errors.contains("everything") && run.errors.contains("notification"), "\(run.errors)")
    }

    @Test("a token that the sidecar does not show keeps the service not ready, and the log says why")
    func wrongAppToken() async throws {
        try await Surroundings.run { surroundings in
            let port = surroundings.appPort
            let program = try RunningProgram(
                "todo", called: "notification", ["serve", "notification", "--port", "\(port)"],
                environment: surroundings.environment.merging(["APP_API_TOKEN": "another"]) { $1 },
                in: surroundings.folder
            ) {
                (try? await HTTPClient(port: port).send("GET", "/readyz").status) == 503
            }
            try await program.start()
            let log = try await eventually("the log to say why") {
                _ = try await HTTPClient(port: port).send("GET", "/readyz")
                let log = await program.lastLogLines()
                return log.contains("holds no subscription") ? log : nil
            }
            #expect(log.contains("APP_API_TOKEN"))
            #expect(log.contains("/dapr/subscribe"))
            #expect(try await HTTPClient(port: port).send("GET", "/healthz").status == 200)
            try await program.stop()
        }
    }
}
