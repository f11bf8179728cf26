import Foundation
import NIOHTTP1
import Testing

/// Webhooks from the request that makes them to a receiver that checks what it gets.
@Suite("Webhooks, seen from outside", .serialized)
struct WebhookFlowTests {
    private static let development = ["--webhook-allow-private", "on"]

    /// The HMAC-SHA256 that OpenSSL makes, in Base64.
    static func signature(of text: [UInt8], secret: String) throws -> String {
        let key = try #require(Data(base64Encoded: String(secret.dropFirst("whsec_".count))))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let hexadecimal = key.map { String(format: "%02x", $0) }.joined()
        let options = ["-sha256", "-mac", "HMAC", "-macopt", "hexkey:\(hexadecimal)", "-binary"]
        process.arguments = ["openssl", "dgst"] + options
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(text))
        try input.fileHandleForWriting.close()
        let code = try #require(try output.fileHandleForReading.readToEnd())
        process.waitUntilExit()
        return code.base64EncodedString()
    }

    /// Fails unless the request is signed by each of the secrets, and by nothing else.
    static func check(_ head: HTTPRequestHead, _ body: [UInt8], by secrets: [String]) throws {
        let id = try #require(head.headers["webhook-id"].first)
        let time = try #require(head.headers["webhook-timestamp"].first)
        let signed = Array("\(id).\(time).".utf8) + body
        let wanted = try secrets.map { "v1," + (try signature(of: signed, secret: $0)) }
        #expect(head.headers["webhook-signature"] == [wanted.joined(separator: " ")])
        #expect(abs((Double(time) ?? 0) - Date().timeIntervalSince1970) < 600)
    }

    @Test("what happens to tasks reaches a receiver, signed, through failures, a crash and a rotation")
    func flow() async throws {
        try await WebhookReceiver.run { receiver in
            try await TodoServer.run(Self.development) { server in
                let user = try await User.signUp("sara@example.com", at: server)
                let url = "http://127.0.0.1:\(receiver.port)/hook?x=1"
                let made = try await user.send("POST", "webhooks", ["url": .string(url)])
                let (id, secret) = (
                    try #require(made.json["id"].string, "\(made.text)"), try #require(made.json["secret"].string)
                )
                let only = try await user.send(
                    "POST", "webhooks", ["url": .string(url + "&only"), "event_types": ["task.completed"]])
                #expect(only.status == 201, "\(only.text)")

                let task = try await user.send("POST", "tasks", ["title": "Water the fern"])
                let taskID = try #require(task.json["id"].integer)
                try await eventually("the creation arrives") {
                    receiver.messages(of: "task.created").isEmpty ? nil : true
                }
                let first = try #require(receiver.messages(of: "task.created").first)
                #expect(first.head.uri == "/hook?x=1" && first.head.method == .POST)
                #expect(first.json["data"]["task_id"].integer == taskID && first.json["sequence"].integer == 1)
                #expect(first.json["data"]["task_data"]["title"] == "Water the fern")
                #expect(first.json["data"]["user_id"].string == user.id)
                try Self.check(first.head, first.body, by: [secret])

                // The receiver fails, and the server is killed before it tries again: it tries again all the same.
                receiver.fail(1)
                _ = try await user.send("PATCH", "tasks/\(taskID)", ["title": "Water both ferns"])
                try await eventually("the change fails") {
                    receiver.messages(of: "task.updated").isEmpty ? nil : true
                }
                await server.kill()
                try await server.start()
                try await eventually("the change arrives") {
                    receiver.messages(of: "task.updated").count > 1 ? true : nil
                }
                let changes = receiver.messages(of: "task.updated")
                #expect(Set(changes.map { $0.head.headers["webhook-id"] }).count == 1)
                #expect(Set(changes.map(\.body)).count == 1)

                let rotated = try await user.send("POST", "webhooks/\(id)/rotate-secret")
                let fresh = try #require(rotated.json["secret"].string, "\(rotated.text)")
                _ = try await user.send("PATCH", "tasks/\(taskID)/complete")
                try await eventually("the completion arrives, twice") {
                    receiver.messages(of: "task.completed").count == 2 ? true : nil
                }
                let completed = receiver.messages(of: "task.completed")
                let all = try #require(completed.first { $0.head.uri == "/hook?x=1" })
                try Self.check(all.head, all.body, by: [fresh, secret])
                #expect(completed.contains { $0.head.uri == "/hook?x=1&only" })
                #expect(receiver.requests.filter { $0.head.uri.hasSuffix("only") }.count == 1)

                let log = try await user.send("GET", "webhooks/\(id)/deliveries").json.elements
                #expect(log.allSatisfy { $0["state"] == "delivered" || $0["state"] == "pending" })
                #expect(log.contains { $0["type"] == "task.updated" && ($0["attempts"].integer ?? 0) >= 1 })
            }
        }
    }

    @Test("a test is sent at once and answers what the receiver said, and a receiver that is gone is told of")
    func test() async throws {
        try await WebhookReceiver.run { receiver in
            try await TodoServer.run(Self.development) { server in
                let user = try await User.signUp("sara@example.com", at: server)
                let made = try await user.send(
                    "POST", "webhooks",
                    ["url": .string("http://localhost:\(receiver.port)/"), "active": false])
                let id = try #require(made.json["id"].string, "\(made.text)")
                let good = try await user.send("POST", "webhooks/\(id)/test")
                #expect(good.status == 200 && good.json["state"] == "delivered", "\(good.text)")
                #expect(good.json["status"].integer == 200 && good.json["error"] == .null)
                #expect(receiver.messages(of: "webhook.test").count == 1)
                receiver.fail(1)
                let bad = try await user.send("POST", "webhooks/\(id)/test")
                #expect(bad.json["state"] == "failed" && bad.json["status"].integer == 500, "\(bad.text)")
                // It is off, so nothing else is sent to it.
                _ = try await user.send("POST", "tasks", ["title": "x"])
                let third = try await user.send("POST", "webhooks/\(id)/test")
                #expect(third.json["state"] == "delivered")
                #expect(receiver.messages(of: "task.created").isEmpty)
            }
        }
    }

    @Test("without the setting for development no inner address is taken, and nothing reaches one")
    func inner() async throws {
        try await WebhookReceiver.run { receiver in
            try await TodoServer.run { server in
                let user = try await User.signUp("sara@example.com", at: server)
                for host in ["http://127.0.0.1", "https://127.0.0.1", "https://localhost", "https://[::1]"] {
                    let answer = try await user.send(
                        "POST", "webhooks", ["url": .string("\(host):\(receiver.port)/")])
                    #expect(answer.status == 422, "\(answer.text)")
                }
                #expect(try await user.send("GET", "webhooks").json.elements.isEmpty)
                #expect(receiver.requests.isEmpty)
            }
        }
    }
}

extension ClusterTests {
    @Test("what one replica of the backend took reaches a receiver once more than one process could send it")
    func webhooks() async throws {
        try await WebhookReceiver.run { receiver in
            try await Cluster.run { cluster in
                let user = try await User.signUp("sara@example.com", at: cluster.doors)
                let made = try await user.send(
                    "POST", "webhooks", ["url": .string("http://127.0.0.1:\(receiver.port)/")])
                let id = try #require(made.json["id"].string, "\(made.text)")
                let secret = try #require(made.json["secret"].string)
                for number in 0..<5 { _ = try await user.send("POST", "tasks", ["title": .string("task \(number)")]) }
                func titles() -> Set<String> {
                    let created = receiver.messages(of: "task.created")
                    return Set(created.compactMap { $0.json["data"]["task_data"]["title"].string })
                }
                try await eventually("all five arrive") { titles().count == 5 ? true : nil }
                for message in receiver.messages(of: "task.created") {
                    try WebhookFlowTests.check(message.head, message.body, by: [secret])
                }
                let test = try await user.at(cluster.doors.next(1)).send("POST", "webhooks/\(id)/test")
                #expect(test.json["state"] == "delivered", "\(test.text)")
                receiver.fail(1)
                _ = try await user.send("POST", "tasks", ["title": "late"])
                try await eventually("it fails once") {
                    receiver.messages(of: "task.created").contains {
                        $0.json["data"]["task_data"]["title"] == "late"
                    } ? true : nil
                }
                try await cluster.crash("notification-0")
                try await cluster.crash("notification-1")
                try await eventually("it arrives after the crash") {
                    receiver.messages(of: "task.created").count {
                        $0.json["data"]["task_data"]["title"] == "late"
                    } > 1 ? true : nil
                }
            }
        }
    }
}
