import Testing

extension WebSocketClient {
    /// Sends a command.
    func command(_ command: String, _ name: String, _ members: [String: JSON]) async throws {
        let fixed: [String: JSON] = [
            "type": "command", "mutation_id": .string(name), "command": .string(command),
        ]
        try await send(.object(fixed.merging(members) { $1 }))
    }

    /// Sends a command and waits for an answer to it that was not there before.
    func answer(_ command: String, _ name: String, _ members: [String: JSON]) async throws -> Received {
        func answers() -> [Received] { received.filter { $0.json["mutation_id"] == .string(name) } }
        let before = answers().count
        try await self.command(command, name, members)
        return try await eventually("an answer to \(name)") {
            if answers().count > before { return answers().last }
            if let closing {
                throw NoAnswer(description: "closed (\(closing)) while waiting for the answer to \(name)")
            }
            return nil
        }
    }
}

/// A user who works over sockets at the doors of a deployment, with another device that watches.
struct SocketDialogue {
    private let doors: Doors

    init(_ doors: Doors) {
        self.doors = doors
    }

    /// Goes through all of it; fails the test where it is not as it should be.
    func run() async throws {
        let user = try await User.signUp("dialogue@example.org", at: doors)
        let phone = try await user.watch()
        let desk = try await user.at(doors.next(1)).watch()
        for socket in [phone, desk] { try await socket.message("caught up") { $0.type == "caught_up" } }
        let fields: [String: JSON] = ["input": ["title": "دودھ خریدنا"], "source_client": "mobile"]
        let made = try await phone.answer("create", "make-1", fields)
        try #require(made.type == "accepted", "\(made.json)")
        #expect(made.json["position"]["seq"] == 1)
        #expect(made.json["result"]["title"] == "دودھ خریدنا")
        for socket in [phone, desk] {
            let event = try await socket.message("the change") { $0.type == "event" }
            #expect(event.json["data"]["mutation_id"] == "make-1")
            #expect(event.json["data"]["source_client"] == "mobile")
            #expect(event.json["data"]["changes"]["task"] == made.json["result"])
            #expect(event.json["position"] == made.json["position"])
        }
        // Lost before the answer came, as far as the device knows: over another socket, and by REST.
        let again = try await desk.answer("create", "make-1", fields)
        #expect(again.json == made.json)
        let overREST = try await user.send("POST", "tasks", ["title": "دودھ خریدنا"], key: "make-1")
        #expect(overREST.status == 201)
        #expect(overREST.json == made.json["result"])
        try await expectUnchanging(phone, made.json["result"])
        #expect(try await user.tasks().count == 1)
        let gone = try await phone.answer("delete", "gone-1", ["task_id": made.json["result"]["id"]])
        #expect(gone.json["result"] == .null)
        #expect(gone.json["position"]["seq"] == 2)
        for socket in [phone, desk] {
            try await socket.message("the deletion") { $0.json["data"]["mutation_id"] == "gone-1" }
            #expect(socket.received.filter { $0.type == "event" }.count == 2)
        }
    }

    /// A command that changes nothing is accepted without a place in the stream.
    private func expectUnchanging(_ socket: WebSocketClient, _ task: JSON) async throws {
        let same = try await socket.answer(
            "update", "same-1", ["task_id": task["id"], "input": ["title": task["title"]]])
        #expect(same.type == "accepted")
        #expect(same.json["position"] == .null)
        #expect(same.json["result"] == task)
    }
}

/// A command that names what is another user's.
struct SocketAttack: Sendable {
    let command: String
    let members: [String: JSON]

    /// Every command, each with every way to name another's data.
    static func all(task: JSON, reminder: JSON, victim: String) -> [SocketAttack] {
        let plain = ["toggle", "delete", "skip", "undo", "pause_series", "resume_series"].map {
            SocketAttack(command: $0, members: ["task_id": task])
        }
        let others = [
            SocketAttack(command: "update", members: ["task_id": task, "input": ["title": "mine"]]),
            SocketAttack(command: "update", members: ["task_id": task, "scope": "all", "input": ["title": "mine"]]),
            SocketAttack(command: "replace", members: ["task_id": task, "input": ["title": "mine"]]),
            SocketAttack(
                command: "add_reminder", members: ["task_id": task, "input": ["remind_at": "2099-01-01T00:00:00Z"]]),
            SocketAttack(command: "remove_reminder", members: ["task_id": task, "reminder_id": reminder]),
            SocketAttack(
                command: "snooze_reminder",
                members: ["task_id": task, "reminder_id": reminder, "input": ["preset": "10m"]]),
            SocketAttack(command: "update_tag", members: ["tag": "private", "input": ["name": "mine"]]),
            SocketAttack(command: "delete_tag", members: ["tag": "private"]),
        ]
        let own: [SocketAttack] = [
            SocketAttack(command: "create", members: ["input": ["title": "planted"]]),
            SocketAttack(command: "create_tag", members: ["input": ["name": "planted"]]),
            SocketAttack(command: "change_settings", members: ["input": ["notify_when_due": true]]),
        ]
        // A user's id has no place in any command: it is not passed over, it is refused.
        let impersonating = (plain + others + own).map { attack in
            SocketAttack(
                command: attack.command, members: attack.members.merging(["user_id": .string(victim)]) { $1 })
        }
        return plain + others + impersonating
    }
}
