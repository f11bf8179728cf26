import HTTPTypes
import Testing

@testable import TodoServer

@Suite("Attack: requests that another site makes a browser send")
struct CrossSiteTests {
    @Test("a form of another site is refused, signed in or not, and nothing is changed")
    func forms() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        let before = try await door.contents(of: ada)
        for type in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"] {
            let headers: HTTPFields = [.contentType: type, .origin: "https://evil.example"]
            let signIn = try await door.send(
                .post, "/api/auth/sign-in", #"{"email":"ada@example.com","password":"correct horse"}"#,
                headers: headers)
            #expect(signIn.status == 415, "\(type)")
            let task = try await door.send(.post, ada.path("tasks"), #"{"title":"theirs"}"#, headers: headers)
            #expect(task.status == 401, "\(type)")
            let held = try await door.send(
                .post, ada.path("tasks"), #"{"title":"theirs"}"#, token: ada.token, headers: headers)
            #expect(held.status == 415, "\(type)")
        }
        #expect(try await door.contents(of: ada) == before)
    }

    @Test("nothing is kept in a cookie, which a browser would send for whoever asks")
    func cookies() async throws {
        let door = await FrontDoorFixture()
        let credentials = #"{"email":"ada@example.com","password":"correct horse"}"#
        for path in ["/api/auth/sign-up", "/api/auth/sign-in"] {
            let answer = try await door.send(.post, path, credentials)
            #expect(answer.status < 300)
            #expect(answer.headers[.setCookie] == nil)
        }
        #expect(try await door.send(.get, "/").headers[.setCookie] == nil)
    }

    @Test("without a setting no origin is allowed anything")
    func closed() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        for origin in ["https://evil.example", "null", "*"] {
            let answer = try await door.send(.get, ada.path("tasks"), token: ada.token, headers: [.origin: origin])
            #expect(answer.headers[.accessControlAllowOrigin] == nil)
        }
    }

    @Test("only the very origins of the setting are allowed, never credentials and never everybody")
    func allowList() async throws {
        var policy = FrontDoorPolicy()
        policy.sharedOrigins = ["https://app.example.com"]
        let door = await FrontDoorFixture(policy: policy)
        let ada = try await door.signUp("ada@example.com")
        let preflight: HTTPFields = [.accessControlRequestMethod: "DELETE"]
        for origin in [
            "https://evil.example", "null", "http://app.example.com", "https://app.example.com.evil.example",
            "https://app.example.com:8443", "https://APP.example.com", "https://xapp.example.com", "*",
        ] {
            var headers = preflight
            headers[.origin] = origin
            let asked = try await door.send(.options, ada.path("tasks/1"), headers: headers)
            let answer = try await door.send(.get, ada.path("tasks"), token: ada.token, headers: [.origin: origin])
            for found in [asked, answer] {
                #expect(found.headers[.accessControlAllowOrigin] == nil, "\(origin)")
                #expect(found.headers[.accessControlAllowMethods] == nil, "\(origin)")
                #expect(found.headers[.vary]?.contains("Origin") == true, "\(origin)")
            }
        }
        var headers = preflight
        headers[.origin] = "https://app.example.com"
        let asked = try await door.send(.options, ada.path("tasks/1"), headers: headers)
        #expect(asked.status == 204)
        #expect(asked.headers[.accessControlAllowOrigin] == "https://app.example.com")
        #expect(asked.headers[.accessControlAllowMethods]?.contains("DELETE") == true)
        #expect(asked.headers[.accessControlAllowHeaders]?.contains("If-Match") == true)
        #expect(asked.headers[.accessControlAllowCredentials] == nil)
        let refused = try await door.send(
            .get, ada.path("tasks/99"), token: ada.token, headers: [.origin: "https://app.example.com"])
        #expect(refused.status == 404)
        #expect(refused.headers[.accessControlAllowOrigin] == "https://app.example.com")
        #expect(refused.headers[.accessControlExposeHeaders]?.contains("ETag") == true)
        #expect(refused.headers[.accessControlAllowCredentials] == nil)
    }
}
