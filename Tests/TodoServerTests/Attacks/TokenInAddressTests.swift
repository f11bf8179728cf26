import HTTPTypes
import Testing

@testable import TodoServer

@Suite("Attack: a token in an address")
struct TokenInAddressTests {
    @Test(
        "a token in the query lets nobody in and is refused beside a good one",
        arguments: ["token", "access_token", "bearer_token", "jwt", "Authorization"])
    func query(name: String) async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        for path in ["tasks", "tasks/1", "settings", "tags", "audit", "updates", "tokens"] {
            let address = ada.path(path) + "?\(name)=\(ada.token)"
            #expect(try await door.send(.get, address).status == 401, "\(path)")
            let both = try await door.send(.get, address, token: ada.token)
            #expect(both.status == 400, "\(path): \(both.status)")
            #expect(!both.text.contains(ada.token), "\(path)")
        }
        let socket = try await door.send(.get, "/ws?\(name)=\(ada.token)")
        #expect(socket.status == 400)
        #expect(!socket.text.contains(ada.token))
    }

    @Test("a token as a user's name or password in the address lets nobody in")
    func other() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        for scheme in ["Basic", "Token", "Digest", ""] {
            let answer = try await door.send(
                .get, ada.path("tasks"), headers: [.authorization: "\(scheme) \(ada.token)"])
            #expect(answer.status == 401)
        }
        #expect(try await door.send(.get, ada.path("tasks"), headers: [.cookie: "token=\(ada.token)"]).status == 401)
    }
}
