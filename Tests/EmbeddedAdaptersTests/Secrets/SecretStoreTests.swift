import EmbeddedAdapters
import Foundation
import ServicePorts
import Testing

@Suite("Secrets")
struct SecretStoreTests {
    @Test(
        "a secret's variable is its name in capitals",
        arguments: [("jwt-key", "TODO_SECRET_JWT_KEY"), ("a.b/c", "TODO_SECRET_A_B_C"), ("x1", "TODO_SECRET_X1")])
    func namesVariables(_ name: String, _ variable: String) {
        #expect(EnvironmentSecretStore(environment: [:]).variable(for: name) == variable)
    }

    @Test("an empty variable counts as no secret")
    func refusesEmptyVariables() async {
        let store = EnvironmentSecretStore(environment: ["TODO_SECRET_KEY": ""])
        let expected = SecretStoreError.notFound(name: "key", lookedIn: "environment variable TODO_SECRET_KEY")
        await #expect(throws: expected) { try await store.secret(named: "key") }
    }

    @Test("a final line break is no part of a secret in a file, others are")
    func trimsOneLineBreak() async throws {
        let directory = try TemporaryDirectory()
        try "two\nlines\n\n".write(toFile: directory.path + "/key", atomically: true, encoding: .utf8)
        let store = DirectorySecretStore(directory: directory.path)
        #expect(try await store.secret(named: "key") == "two\nlines\n")
    }

    @Test("a name cannot lead out of the directory", arguments: ["../key", "a/b", "..", ".", ""])
    func staysInTheDirectory(_ name: String) async throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory.path + "/a", withIntermediateDirectories: true)
        try "leaked".write(toFile: directory.path + "/a/b", atomically: true, encoding: .utf8)
        try "leaked".write(toFile: directory.path + "/key", atomically: true, encoding: .utf8)
        let store = DirectorySecretStore(directory: directory.path + "/a")
        await #expect(throws: SecretStoreError.self) { try await store.secret(named: name) }
    }

    @Test("the first store that has a secret answers, and an error names every place")
    func asksInTurn() async throws {
        let first = EnvironmentSecretStore(environment: ["A_KEY": "first"], prefix: "A_")
        let second = EnvironmentSecretStore(environment: ["B_KEY": "second", "B_OTHER": "other"], prefix: "B_")
        let store = LayeredSecretStore([first, second])
        #expect(try await store.secret(named: "key") == "first")
        #expect(try await store.secret(named: "other") == "other")
        let expected = SecretStoreError.notFound(
            name: "none", lookedIn: "environment variable A_NONE, then environment variable B_NONE")
        await #expect(throws: expected) { try await store.secret(named: "none") }
    }
}
