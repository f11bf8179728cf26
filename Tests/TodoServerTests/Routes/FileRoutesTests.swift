import HTTPTypes
import Testing
import TodoDomain

@testable import TodoServer

@Suite("Routes of files")
struct FileRoutesTests {
    private static let table = "TYPE,CONTENT,PRIORITY\ntask,Buy milk,1\n"

    @Test("a secret link shows the calendar to whoever has it, until it is renewed or taken away")
    func secretLink() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        _ = try await door.send(.post, ada.path("tasks"), #"{"title":"Buy milk"}"#, token: ada.token)
        let first = try await link(of: ada, door)
        let calendar = try await door.send(.get, first)
        #expect(calendar.status == 200 && calendar.text.contains("SUMMARY:Buy milk"), "\(calendar.text)")
        let tag = try #require(calendar.headers[.eTag])
        #expect(try await door.send(.get, first, headers: [.ifNoneMatch: tag]).status == 304)
        _ = try await door.send(.post, ada.path("tasks"), #"{"title":"Pay rent"}"#, token: ada.token)
        #expect(try await door.send(.get, first, headers: [.ifNoneMatch: tag]).text.contains("SUMMARY:Pay rent"))
        let second = try await link(of: ada, door)
        #expect(try await door.send(.get, first).status == 404)
        #expect(try await door.send(.get, second).status == 200)
        #expect(try await door.send(.delete, ada.path("feed"), token: ada.token).status == 204)
        #expect(try await door.send(.get, second).status == 404)
    }

    @Test("what was exported is imported by somebody else, once")
    func exportAndImport() async throws {
        let door = await FrontDoorFixture()
        let (ada, bob) = (try await door.signUp("ada@example.com"), try await door.signUp("bob@example.com"))
        let taken = try await send(Self.table, "text/csv", to: ada, door)
        #expect(taken["imported"] == 1 && taken["dry_run"] == false, "\(taken.text)")
        let export = try await door.send(.get, ada.path("export"), token: ada.token)
        let tried = try await send(export.text, "application/x-ndjson", to: bob, door, query: "?dry_run=true")
        #expect(tried["imported"] == 1, "\(tried.text)")
        #expect(try await door.send(.get, bob.path("tasks"), token: bob.token).text == "[]")
        #expect(try await send(export.text, "application/x-ndjson", to: bob, door)["imported"] == 1)
        #expect(try await send(export.text, "application/x-ndjson", to: bob, door)["imported"] == 0)
        #expect(try await door.send(.get, bob.path("tasks"), token: bob.token).text.contains("Buy milk"))
        let calendar = try await door.send(.get, bob.path("export.ics"), token: bob.token)
        #expect(try await send(calendar.text, "text/calendar", to: bob, door).status == 200)
        #expect(try await send("{}", "application/json", to: bob, door).status == 415)
        #expect(try await send("nothing", "text/calendar", to: bob, door).status == 422)
        #expect(try await send(Self.table, "text/csv", to: bob, door, query: "?dry_run=maybe").status == 400)
    }

    @Test("an account ends with its password only, and says 401 with a challenge otherwise")
    func erasure() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        let data = try await door.send(.get, ada.path("data"), token: ada.token)
        #expect(data.text.contains("ada@example.com"))
        for (body, status) in [(#"{"password":"wrong"}"#, 401), ("{}", 422), (#"{"confirm":"\#(ada.id)"}"#, 422)] {
            #expect(try await door.send(.delete, ada.path("account"), body, token: ada.token).status == status)
        }
        let credentials = #"{"email":"ada@example.com","password":"correct horse"}"#
        #expect(try await door.send(.post, "/api/auth/sign-in", credentials).status == 200)
        let erased = try await door.send(
            .delete, ada.path("account"), #"{"password":"correct horse"}"#, token: ada.token)
        #expect(erased.status == 200 && erased["audit_entries"] == 0, "\(erased.text)")
        #expect(try await door.send(.post, "/api/auth/sign-in", credentials).status == 401)
    }

    private func link(of somebody: FrontDoorFixture.Somebody, _ door: FrontDoorFixture) async throws -> String {
        let answer = try await door.send(.post, somebody.path("feed"), token: somebody.token)
        return try #require(answer["url"].string, "\(answer.text)")
    }

    private func send(
        _ file: String, _ mediaType: String, to somebody: FrontDoorFixture.Somebody, _ door: FrontDoorFixture,
        query: String = ""
    ) async throws -> Answer {
        try await door.send(
            .post, somebody.path("import") + query, file, token: somebody.token, headers: [.contentType: mediaType])
    }
}
