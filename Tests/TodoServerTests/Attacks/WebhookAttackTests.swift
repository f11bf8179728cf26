import CivilTime
import Crypto
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServer
@testable import todo

/// Server-side request forgery: URLs of webhooks by which somebody outside would speak to what is inside.
@Suite("Attack: webhooks to inner addresses")
struct WebhookAttackTests {
    private static let secret = "whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI="

    private func sender(_ resolver: ScriptedResolver, allowsPrivate: Bool = false) -> WebhookHTTPSender {
        WebhookHTTPSender(
            resolver: resolver, allowsPrivate: allowsPrivate, group: .singletonMultiThreadedEventLoopGroup,
            timeout: .seconds(5))
    }

    private func message(_ url: String, secrets: [String] = [secret]) -> WebhookMessage {
        WebhookMessage(
            url: url, id: "message-1", sentAt: Timestamp(millisecondsSinceEpoch: 1_800_000_000_500),
            secrets: secrets, body: Array(#"{"type":"task.created"}"#.utf8))
    }

    @Test(
        "no route takes a URL whose host is, or resolves to, an address that is not public",
        arguments: [
            "https://127.0.0.1/", "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data/", "https://[::1]/",
            "https://[::ffff:169.254.169.254]/", "https://[fd00:ec2::254]/", "https://2130706433/",
            "https://0x7f.1/", "https://017700000001/", "https://localhost/", "https://backend-service/",
            "https://metadata.google.internal/", "https://hooks.example.com:5432/", "https://hooks.example.com:22/",
            "http://hooks.example.com/", "file:///etc/passwd", "gopher://hooks.example.com/",
            "https://user@hooks.example.com/", "https://hooks.example.com@127.0.0.1/",
            "https://hooks.example.com#@127.0.0.1/", "https://１２７.0.0.1/", "https://127。0。0。1/",
            "https://hooks.example.com\\\\@127.0.0.1/", "https://inside.example.com/",
        ])
    func creation(url: String) async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        // What inside.example.com resolves to: all of its addresses count, not only the first.
        if url.contains("inside") { door.resolver.answer([["93.184.216.34", "10.0.0.1"]]) }
        let answer = try await door.send(.post, ada.path("webhooks"), #"{"url":"\#(url)"}"#, token: ada.token)
        #expect(answer.status == 422, "\(answer.text)")
        #expect(answer.pointers == ["/url"])
        #expect(try await door.webhooks.webhooks(of: UserID(ada.id)).isEmpty)

        let good = try await door.makeWebhook(of: ada)
        if url.contains("inside") { door.resolver.answer([["93.184.216.34", "10.0.0.1"]]) }
        let changed = try await door.send(
            .patch, ada.path("webhooks/\(good)"), #"{"url":"\#(url)"}"#, token: ada.token)
        #expect(changed.status == 422, "\(changed.text)")
        let stored = try await door.webhooks.webhook(good, of: UserID(ada.id))
        #expect(stored?.settings.url == "https://hooks.example.com/")
    }

    @Test(
        "nothing is sent to a name that resolves to an address that is not public, though it did not at its creation",
        arguments: [
            ["127.0.0.1"], ["10.1.2.3"], ["169.254.169.254"], ["::1"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"],
            ["2002:7f00:1::"], ["100.64.0.1"], ["0.0.0.0"], ["93.184.216.34", "192.168.0.1"],
        ])
    func delivery(addresses: [String]) async throws {
        let answer = await sender(ScriptedResolver([addresses])).send(message("https://hooks.example.com/"))
        guard case .refused(.reserved) = answer else {
            Issue.record("it was sent: \(answer)")
            return
        }
    }

    @Test("the connection goes to the address that was checked: no name is resolved a second time (DNS rebinding)")
    func rebinding() async throws {
        try await LocalReceiver.run { inner in
            // A public address while the webhook is made, then, when it is sent to, the inner one.
            let door = await FrontDoorFixture()
            let ada = try await door.signUp("ada@example.com")
            door.resolver.answer([["93.184.216.34"], ["127.0.0.1"]])
            let made = try await door.send(
                .post, ada.path("webhooks"), #"{"url":"https://rebind.example.com/"}"#, token: ada.token)
            #expect(made.status == 201, "\(made.text)")
            guard case .refused(.reserved) = await sender(door.resolver).send(message("https://rebind.example.com/"))
            else {
                Issue.record("it was sent")
                return
            }
            #expect(door.resolver.asked == ["rebind.example.com", "rebind.example.com"])
            // Where the checked address is taken, it is connected to although the name is another one's: `localhost` is
            // in the system's own table, and `rebind.invalid` is in none.
            for name in ["localhost", "rebind.invalid"] {
                let told = ScriptedResolver([["127.0.0.1"], ["127.0.0.2"]])
                let before = inner.requests.count
                let sent = await sender(told, allowsPrivate: true).send(message("http://\(name):\(inner.port)/x"))
                #expect(sent == .answered(status: 204), "\(name): \(sent)")
                #expect(told.asked == [name])
                #expect(inner.requests.count == before + 1)
                #expect(inner.requests.last?.head.headers["host"] == ["\(name):\(inner.port)"])
            }
            // And an address that nobody listens at is the one that is tried, whatever the system knows of the name.
            let elsewhere = ScriptedResolver([["127.0.0.9"], ["127.0.0.1"]])
            let before = inner.requests.count
            let failed = await sender(elsewhere, allowsPrivate: true).send(
                message("http://LocalHost:\(inner.port)/x"))
            guard case .failed = failed else {
                Issue.record("it went to another address: \(failed)")
                return
            }
            #expect(inner.requests.count == before)
        }
    }

    @Test("a redirection to an inner address is not followed", arguments: [301, 302, 303, 307, 308])
    func redirection(status: Int) async throws {
        try await LocalReceiver.run { inner in
            try await LocalReceiver.run(
                answering: .init(statusCode: status), headers: ["location": "http://127.0.0.1:\(inner.port)/secret"]
            ) { outer in
                let sent = await sender(ScriptedResolver([["127.0.0.1"]]), allowsPrivate: true).send(
                    message("http://hooks.example.com:\(outer.port)/"))
                #expect(sent == .answered(status: status))
                #expect(outer.requests.count == 1 && inner.requests.isEmpty)
            }
        }
    }

    @Test("of a long answer no more than its head is waited for")
    func longAnswer() async throws {
        try await LocalReceiver.run(answering: .ok, bodyBytes: 1 << 30) { receiver in
            let sent = await sender(ScriptedResolver([["127.0.0.1"]]), allowsPrivate: true).send(
                message("http://hooks.example.com:\(receiver.port)/"))
            #expect(sent == .answered(status: 200))
        }
    }

    @Test("whoever does not answer is not waited for without end")
    func silence() async throws {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        var sender = sender(ScriptedResolver([["127.0.0.1"]]), allowsPrivate: true)
        sender.timeout = .seconds(1)
        let port = channel.localAddress?.port ?? 0
        let sent = await sender.send(message("http://hooks.example.com:\(port)/"))
        #expect(sent == .failed("there was no answer within 1 seconds"))
        try await channel.close()
    }

    @Test("what is sent is signed by every secret as Standard Webhooks says")
    func signature() async throws {
        let old = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        try await LocalReceiver.run { receiver in
            _ = await sender(ScriptedResolver([["127.0.0.1"]]), allowsPrivate: true).send(
                message("http://hooks.example.com:\(receiver.port)/a?b=c", secrets: [Self.secret, old]))
            let request = try #require(receiver.requests.first)
            #expect(request.head.method == .POST && request.head.uri == "/a?b=c")
            #expect(request.head.headers["content-type"] == ["application/json"])
            #expect(request.head.headers["webhook-id"] == ["message-1"])
            #expect(request.head.headers["webhook-timestamp"] == ["1800000000"])
            let signed = Data("message-1.1800000000.".utf8) + Data(request.body)
            let wanted = try [Self.secret, old].map { secret in
                let key = try #require(Data(base64Encoded: String(secret.dropFirst(6))))
                let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key))
                return "v1," + Data(code).base64EncodedString()
            }
            #expect(request.head.headers["webhook-signature"] == [wanted.joined(separator: " ")])
        }
    }

    @Test("the specification's own example has the signature that it gives")
    func example() {
        let message = WebhookMessage(
            url: "", id: "msg_p5jXN8AQM9LWM0D4loKWxJek", sentAt: Timestamp(millisecondsSinceEpoch: 1_614_265_330_000),
            secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], body: Array(#"{"test": 2432232314}"#.utf8))
        let signature = WebhookSignature.headers(of: message).last?.value
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test("an API token that may not read makes no webhook, which would tell it everything")
    func scopes() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        func token(_ scopes: String) async throws -> String {
            let made = try await door.send(
                .post, ada.path("tokens"), #"{"name":"x","scopes":[\#(scopes)]}"#, token: ada.token)
            guard case .string(let text) = made["token"] else { throw Problem.unforeseen }
            return text
        }
        let (reads, writes, both) = (
            try await token(#""read""#), try await token(#""write""#), try await token(#""read","write""#)
        )
        let body = #"{"url":"https://hooks.example.com/"}"#
        let id = try await door.makeWebhook(of: ada)
        for (method, path, body) in [
            (.post, "webhooks", body), (.patch, "webhooks/\(id)", "{}"), (.post, "webhooks/\(id)/rotate-secret", nil),
        ] as [(HTTPRequest.Method, String, String?)] {
            for token in [reads, writes] {
                let answer = try await door.send(method, ada.path(path), body, token: token)
                #expect(answer.status == 403, "\(method) \(path): \(answer.text)")
            }
            let answer = try await door.send(method, ada.path(path), body, token: both)
            #expect(answer.status < 300, "\(method) \(path): \(answer.text)")
        }
        #expect(try await door.send(.get, ada.path("webhooks"), token: reads).status == 200)
        #expect(try await door.send(.get, ada.path("webhooks"), token: writes).status == 403)
    }
}

extension FrontDoorFixture {
    /// A webhook of somebody's; its id.
    func makeWebhook(of somebody: Somebody) async throws -> String {
        resolver.answer([["93.184.216.34"]])
        let answer = try await send(
            .post, somebody.path("webhooks"), #"{"url":"https://hooks.example.com/"}"#, token: somebody.token)
        guard case .string(let id) = answer["id"] else { throw Problem(.unavailable, answer.text) }
        return id
    }
}
