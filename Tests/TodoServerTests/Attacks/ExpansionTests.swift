import HTTPTypes
import Testing

@testable import TodoServer

@Suite("Attack: small inputs that grow")
struct ExpansionTests {
    @Test(
        "a compressed body is refused unopened, with what would be right",
        arguments: ["gzip", "deflate", "br", "zstd", "gzip, gzip", "x-gzip", "GZIP", "identity, gzip"])
    func compressed(coding: String) async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        let answer = try await door.send(
            .post, ada.path("tasks"), #"{"title":"x"}"#, token: ada.token, headers: [.contentEncoding: coding])
        #expect(answer.status == 415)
        #expect(answer.headers[.acceptEncoding] == "identity")
        let plain = try await door.send(
            .post, ada.path("tasks"), #"{"title":"x"}"#, token: ada.token, headers: [.contentEncoding: "identity"])
        #expect(plain.status == 201)
    }

    @Test("nesting, repetition and length of JSON are bounded")
    func json() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        let deep = String(repeating: "[", count: 30_000)
        let wide = "{\"tags\":[" + Array(repeating: "\"a\"", count: 15_000).joined(separator: ",") + "]}"
        let long = #"{"title":""# + String(repeating: "a", count: 70_000) + #""}"#
        let names = "{" + Array(repeating: "\"title\":\"x\"", count: 5_000).joined(separator: ",") + "}"
        for (body, status) in [(deep, 400), (wide, 422), (long, 413), (names, 400)] {
            let answer = try await door.send(.post, ada.path("tasks"), body, token: ada.token)
            #expect(answer.status == status, "\(body.prefix(20)): \(answer.status)")
            #expect(answer.text.utf8.count < 100_000)
        }
    }

    @Test("a query costs no more than its bounds, and a rule of every second no more than one of every year")
    func queries() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        let filters = [
            String(repeating: "(", count: 1_000) + "done", String(repeating: "!", count: 1_500) + "completed",
            Array(repeating: "overdue", count: 300).joined(separator: "||"),
            Array(repeating: "title~a", count: 200).joined(separator: "&&"), String(repeating: "a", count: 10_000),
        ]
        for filter in filters {
            let address = ada.path("tasks") + "?filter=" + PercentCoding.encode(filter)
            #expect(try await door.send(.get, address, token: ada.token).status == 400, "\(filter.prefix(20))")
        }
        let rule =
            #"{"title":"x","due_date":"0001-01-01T00:00:00","recurring_pattern":"FREQ=SECONDLY;COUNT=2000000000"}"#
        let answer = try await door.send(.post, ada.path("tasks"), rule, token: ada.token)
        #expect([201, 422].contains(answer.status), "\(answer.text)")
    }
}
