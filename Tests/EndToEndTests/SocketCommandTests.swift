import Testing

/// What clients ask over a socket, in the built program.
@Suite("Commands over a socket", .serialized)
struct SocketCommandTests {
    @Test("a command is answered and its change comes by its name, once, however often and over whatever it is sent")
    func once() async throws {
        try await TodoServer.run { server in
            try await SocketDialogue(server.doors).run()
        }
    }

    @Test("commands take effect, and are answered, in the order of sending")
    func order() async throws {
        try await TodoServer.run { server in
            let sara = try await User.signUp("sara@example.com", at: server)
            let socket = try await sara.watch()
            for number in 1...20 {
                try await socket.command("create", "n-\(number)", ["input": ["title": .string("task \(number)")]])
            }
            try await socket.message("the last answer") { $0.json["mutation_id"] == "n-20" && $0.type == "accepted" }
            let answers = socket.received.filter { $0.type == "accepted" }
            #expect(answers.map { $0.json["mutation_id"].string } == (1...20).map { "n-\($0)" })
            #expect(answers.map { $0.json["position"]["seq"].integer } == (1...20).map { $0 })
            #expect(try await sara.tasks().count == 20)
        }
    }

    @Test("a refusal is REST's problem document, and the connection goes on")
    func refusals() async throws {
        try await TodoServer.run { server in
            let sara = try await User.signUp("sara@example.com", at: server)
            let socket = try await sara.watch()
            let wrong = try await socket.answer("create", "m-1", ["input": ["title": "", "priority": "urgent"]])
            #expect(wrong.type == "refused")
            #expect(wrong.json["problem"]["status"] == 422)
            #expect(wrong.json["problem"]["code"] == "invalid")
            let pointers = wrong.json["problem"]["errors"].elements.map { $0["pointer"].string }
            #expect(pointers == ["/input/priority", "/input/title"])
            #expect(wrong.json["problem"]["correlation_id"].string != nil)
            let made = try await socket.answer("create", "m-2", ["input": ["title": "one"]])
            #expect(made.type == "accepted")
            let id = made.json["result"]["id"]
            let stale = try await socket.answer("toggle", "m-3", ["task_id": id, "expected_version": 9])
            #expect(stale.json["problem"]["status"] == 412)
            let reused = try await socket.answer("toggle", "m-2", ["task_id": id])
            #expect(reused.json["problem"]["code"] == "idempotency_key_reused")
            let unknown = try await socket.answer("explode", "m-4", [:])
            #expect(unknown.json["problem"]["errors"][0]["pointer"] == "/command")
            // A command that is refused is not remembered: mended, it may have the same name.
            let mended = try await socket.answer("create", "m-1", ["input": ["title": "two"]])
            #expect(mended.type == "accepted")
            #expect(socket.closing == nil)
        }
    }

    @Test("no command reaches another user's data, by whatever it names it")
    func attacks() async throws {
        try await TodoServer.run { server in
            let sara = try await User.signUp("sara@example.com", at: server)
            let eve = try await User.signUp("eve@example.com", at: server)
            let body: JSON = ["title": "secret", "tags": ["private"], "reminder_at": "2099-01-01T00:00:00Z"]
            let task = try await sara.send("POST", "tasks", body).json
            let reminder = try await sara.send("GET", "tasks/\(task["id"].integer ?? 0)/reminders").json[0]
            let before = try await eventually("the audit of the task") {
                let trail = try await sara.send("GET", "audit").json
                return trail.elements.isEmpty ? nil : trail
            }
            let socket = try await eve.watch()
            let attempts = SocketAttack.all(task: task["id"], reminder: reminder["id"], victim: sara.id)
            for (number, attack) in attempts.enumerated() {
                let answer = try await socket.answer(attack.command, "a-\(number)", attack.members)
                #expect(answer.type == "refused", "\(attack)")
                let status = answer.json["problem"]["status"].integer ?? 0
                #expect(status == 404 || status == 422, "\(attack): \(status)")
                #expect(!"\(answer.json)".contains("secret"), "\(attack)")
            }
            #expect(try await sara.send("GET", "audit").json == before, "nothing of hers changed")
            #expect(try await eve.tasks() == [])
            #expect(socket.received.allSatisfy { $0.type != "event" })
        }
    }

    @Test("what is no command at its place ends the connection with a code that says what to do")
    func misplaced() async throws {
        try await TodoServer.run { server in
            let sara = try await User.signUp("sara@example.com", at: server)
            let early = try await WebSocketClient.connect(
                port: server.port, first: ["type": "command", "mutation_id": "m", "command": "toggle", "task_id": 1])
            #expect(try await early.ending().code == 4500)
            for name: JSON in [.null, "", "has space", .string(String(repeating: "x", count: 201)), 7, "اردو"] {
                let socket = try await sara.watch()
                try await socket.message("caught up") { $0.type == "caught_up" }
                try await socket.send(["type": "command", "mutation_id": name, "command": "toggle", "task_id": 1])
                let ending = try await socket.ending()
                #expect(ending.code == 4500, "\(name)")
                #expect(ending.reason.contains("/mutation_id"), "\(ending.reason)")
            }
            let twice = try await sara.watch()
            try await twice.send(["type": "authenticate", "token": .string(sara.token)])
            #expect(try await twice.ending().code == 4500)
        }
    }
}
