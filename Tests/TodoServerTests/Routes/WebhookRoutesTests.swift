import CivilTime
import HTTPTypes
import NIOCore
import NIOPosix
import Testing
import TodoDomain
import TodoPorts
import TodoServices

@testable import TodoServer

@Suite("Routes of webhooks")
struct WebhookRoutesTests {
    @Test("a webhook is made with a secret that is shown once, listed, changed and deleted")
    func life() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        let made = try await door.send(
            .post, ada.path("webhooks"),
            #"{"url":"https://hooks.example.com/a","event_types":["task.deleted","task.created"],"active":false}"#,
            token: ada.token)
        #expect(made.status == 201, "\(made.text)")
        guard case .string(let id) = made["id"], case .string(let secret) = made["secret"] else {
            Issue.record("\(made.text)")
            return
        }
        #expect(made["event_types"] == .array([.string("task.created"), .string("task.deleted")]))
        #expect(made.headers[.location] == ada.path("webhooks/\(id)"))
        let read = try await door.send(.get, ada.path("webhooks/\(id)"), token: ada.token)
        #expect(read.status == 200 && !read.text.contains(secret) && read["active"] == .bool(false))
        let list = try await door.send(.get, ada.path("webhooks"), token: ada.token)
        #expect(list.text.contains(id) && !list.text.contains(secret))
        let changed = try await door.send(
            .patch, ada.path("webhooks/\(id)"), #"{"event_types":null,"description":"دفتر","active":true}"#,
            token: ada.token)
        #expect(changed.status == 200 && changed["event_types"] == .null && changed["active"] == .bool(true))
        #expect(changed["url"] == .string("https://hooks.example.com/a") && changed["description"] == .string("دفتر"))
        let rotated = try await door.send(.post, ada.path("webhooks/\(id)/rotate-secret"), token: ada.token)
        #expect(rotated.status == 200 && rotated["secret"] != .string(secret))
        #expect(rotated["former_secret_until"] == .string("2026-02-01T09:00:00Z"))
        let stored = try await door.webhooks.webhook(id, of: UserID(ada.id))
        #expect(stored?.formerSecret?.secret == secret)
        #expect(try await door.send(.delete, ada.path("webhooks/\(id)"), token: ada.token).status == 204)
        #expect(try await door.send(.delete, ada.path("webhooks/\(id)"), token: ada.token).status == 404)
        #expect(try await door.send(.get, ada.path("webhooks"), token: ada.token).text == "[]")
    }

    @Test("another user's webhook is nothing that is there")
    func foreign() async throws {
        let door = await FrontDoorFixture()
        let (ada, bob) = (try await door.signUp("ada@example.com"), try await door.signUp("bob@example.com"))
        let id = try await door.makeWebhook(of: ada)
        for (method, path, body) in [
            (.get, "", nil), (.patch, "", #"{"active":false}"#), (.delete, "", nil), (.post, "/rotate-secret", nil),
            (.post, "/test", nil), (.get, "/deliveries", nil),
        ] as [(HTTPRequest.Method, String, String?)] {
            let answer = try await door.send(method, bob.path("webhooks/\(id)\(path)"), body, token: bob.token)
            #expect(answer.status == 404, "\(method) \(path): \(answer.text)")
        }
        let stored = try await door.webhooks.webhook(id, of: UserID(ada.id))
        #expect(stored?.settings.isActive == true && stored?.formerSecret == nil)
    }

    @Test(
        "what cannot be a webhook is refused with the member at fault",
        arguments: [
            (#"{}"#, "/url"), (#"{"url":7}"#, "/url"),
            (#"{"url":"https://a.example.com/","event_types":[]}"#, "/event_types"),
            (#"{"url":"https://a.example.com/","event_types":["task.made"]}"#, "/event_types"),
            (#"{"url":"https://a.example.com/","event_types":"task.created"}"#, "/event_types"),
            (#"{"url":"https://a.example.com/","description":"a\u0007"}"#, "/description"),
            (#"{"url":"https://a.example.com/","active":1}"#, "/active"),
            (#"{"url":"https://a.example.com/","secret":"whsec_"}"#, "/secret"),
        ])
    func refused(body: String, pointer: String) async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        let answer = try await door.send(.post, ada.path("webhooks"), body, token: ada.token)
        #expect(answer.status == 422 && answer.pointers == [pointer], "\(answer.text)")
    }

    @Test("a user has ten webhooks and no more, and the refusal is told in Urdu too")
    func limit() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        for _ in 0..<10 { _ = try await door.makeWebhook(of: ada) }
        let answer = try await door.send(
            .post, ada.path("webhooks"), #"{"url":"https://hooks.example.com/"}"#, token: ada.token,
            headers: [.acceptLanguage: "ur"])
        #expect(answer.status == 409 && answer.text.contains("ویب ہُک"))
        let refused = try await door.send(
            .post, ada.path("webhooks"), #"{"url":"https://10.0.0.1/"}"#, token: ada.token,
            headers: [.acceptLanguage: "ur"])
        #expect(refused.headers[.contentLanguage] == "ur" && refused.text.contains("10.0.0.0/8"), "\(refused.text)")
    }

    @Test("a test waits for whoever sends it and answers what the receiver said; deliveries list it")
    func test() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        let id = try await door.makeWebhook(of: ada)
        let service = WebhookService(
            lane: MultiThreadedEventLoopGroup.singleton.next().executor, store: door.webhooks,
            sender: AnsweringSender(status: 418),
            clock: FixedClock("2026-01-31T09:00:00Z"))
        let running = Task { try await service.run() }
        defer { running.cancel() }
        var answer = try await door.send(.post, ada.path("webhooks/\(id)/test"), token: ada.token)
        // The clock stands still, so that fifteen seconds are over at once.
        while answer.status == 409 || answer["state"] == .string("pending") {
            await Task.yield()
            let last = try await door.webhooks.deliveries(of: id, of: UserID(ada.id), limit: 1)
            if last.first?.state == .failed { break }
            answer = try await door.send(.post, ada.path("webhooks/\(id)/test"), token: ada.token)
        }
        let list = try await door.send(.get, ada.path("webhooks/\(id)/deliveries?limit=1"), token: ada.token)
        #expect(list.status == 200)
        guard case .array(let deliveries) = list.json, case .object(let delivery)? = deliveries.first else {
            Issue.record("\(list.text)")
            return
        }
        #expect(delivery["type"] == .string("webhook.test") && delivery["test"] == .bool(true))
        #expect(delivery["state"] == .string("failed") && delivery["status"] == .integer(418))
        #expect(delivery["error"] == .string("the receiver answered 418"))
        let none = try await door.send(.get, ada.path("webhooks/\(id)/deliveries?limit=0"), token: ada.token)
        #expect(none.status == 400)
    }

    @Test("all that is known of a user tells of webhooks, and not of their secrets")
    func export() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        let id = try await door.makeWebhook(of: ada)
        let secret = try #require(try await door.webhooks.webhook(id, of: UserID(ada.id))?.secret)
        let data = try await door.send(.get, ada.path("data"), token: ada.token)
        #expect(data.text.contains(#""type":"webhook""#) && data.text.contains("https://hooks.example.com/"))
        #expect(!data.text.contains(secret) && !data.text.contains("whsec_"))
        let export = try await door.send(.get, ada.path("export"), token: ada.token)
        #expect(!export.text.contains("hooks.example.com"))
    }
}

private struct AnsweringSender: WebhookSender {
    let status: Int

    func send(_ message: WebhookMessage) async -> WebhookAnswer { .answered(status: status) }
}
