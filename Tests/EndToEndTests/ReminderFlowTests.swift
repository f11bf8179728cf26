import Foundation
import Testing

@Suite("Reminders, seen from outside")
struct ReminderFlowTests {
    private func create(_ user: User, _ fields: [String: JSON]) async throws -> Int {
        let answer = try await user.send("POST", "tasks", .object(fields.merging(["title": "Call"]) { own, _ in own }))
        try #require(answer.status == 201, "\(answer.status) \(answer.text)")
        return try #require(answer.json["id"].integer)
    }

    private func reminders(_ user: User, _ task: Int) async throws -> [JSON] {
        try await user.send("GET", "tasks/\(task)/reminders").json.elements
    }

    @Test("a relative reminder moves with its due date, is withdrawn with it, and comes back")
    func moves() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("ayesha@example.org", at: server)
            let due = reading(daysAhead: 3, hour: 12)
            let task = try await create(user, ["due_date": .string(due), "time_zone": "Asia/Karachi"])
            let made = try await user.send("POST", "tasks/\(task)/reminders", ["offset": "-P1DT1H"], key: "add")
            #expect(made.status == 201, "\(made.text)")
            #expect(made.json["remind_at"] == .string(reading(daysAhead: 2, hour: 6) + "Z"))
            #expect(made.json["offset"] == "-P1DT1H")
            #expect(made.json["automatic"] == false)
            #expect(made.json["lateness_milliseconds"] == .null)
            let later = reading(daysAhead: 5, hour: 15)
            _ = try await user.send("PATCH", "tasks/\(task)", ["due_date": .string(later)])
            let moved = try await reminders(user, task)
            #expect(moved.map { $0["remind_at"] } == [.string(reading(daysAhead: 4, hour: 9) + "Z")])
            #expect(moved[0]["id"] != made.json["id"])
            _ = try await user.send("PATCH", "tasks/\(task)", ["due_date": .null])
            let withdrawn = try await reminders(user, task)
            #expect(withdrawn[0]["status"] == "cancelled")
            #expect(withdrawn[0]["cancelled_because"] == "no_due_date")
            #expect(try await user.send("POST", "tasks/\(task)/reminders", ["offset": "PT0S"]).status == 422)
            _ = try await user.send(
                "PATCH", "tasks/\(task)", ["due_date": .string(due), "time_zone": "Asia/Karachi"])
            let back = try await reminders(user, task)
            #expect(back.map { $0["remind_at"] } == [made.json["remind_at"]])
            #expect(back[0]["status"] == "pending")
        }
    }

    @Test("a snoozed reminder waits at its new instant, while the due date and a repeated request change nothing")
    func snooze() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("ayesha@example.org", at: server)
            let due = reading(daysAhead: 3, hour: 12)
            let task = try await create(user, ["due_date": .string(due), "time_zone": "UTC"])
            let made = try await user.send("POST", "tasks/\(task)/reminders", ["offset": "PT0S"]).json
            let id = try #require(made["id"].integer)
            let path = "tasks/\(task)/reminders/\(id)/snooze"
            let until = reading(daysAhead: 6, hour: 9)
            let body: JSON = ["until": .string(until), "time_zone": "Asia/Karachi"]
            let snoozed = try await user.send("POST", path, body, key: "snooze")
            #expect(snoozed.status == 200, "\(snoozed.text)")
            #expect(snoozed.json["remind_at"] == .string(reading(daysAhead: 6, hour: 4) + "Z"))
            #expect(snoozed.json["snoozed_from"] == made["remind_at"])
            #expect(snoozed.json["status"] == "pending")
            #expect(try await user.send("POST", path, body, key: "snooze").json == snoozed.json)
            #expect(try await user.send("POST", path, body).status == 404, "its place has another identity")
            #expect(try await reminders(user, task) == [snoozed.json])
            #expect(try await user.send("GET", "tasks/\(task)").json["due_date"] == .string(due))
            let next = try #require(snoozed.json["id"].integer)
            let again = "tasks/\(task)/reminders/\(next)/snooze"
            for wrong in [["preset": "someday"], ["until": "2001-01-01T09:00:00Z"], ["for": "-PT5M"], [:]] as [JSON] {
                #expect(try await user.send("POST", again, wrong).status == 422)
            }
            let both = try await user.send("POST", again, ["preset": "1h", "for": "PT5M"])
            #expect(both.status == 422, "\(both.text)")
            #expect(try await user.send("POST", again, ["preset": "tomorrow_morning"]).status == 200)
        }
    }

    @Test(
        "a user who wants to be notified when tasks are due is, and settings are refused, versioned and followed live")
    func settings() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("ayesha@example.org", at: server)
            let initial = try await user.send("GET", "settings")
            #expect(initial.json["notify_when_due"] == false)
            #expect(initial.json["version"] == 0)
            #expect(initial.headers["etag"] == "\"0\"")
            for wrong in [["time_zone": "Mars/Base"], ["colour": "red"], ["morning": "9"]] as [JSON] {
                #expect(try await user.send("PATCH", "settings", wrong).status == 422)
            }
            let watcher = try await user.watch()
            try await watcher.message("ready") { $0.type == "ready" }
            let wanted: JSON = ["notify_when_due": true, "time_zone": "Asia/Karachi", "morning": "07:30"]
            let changed = try await user.send("PATCH", "settings", wanted, key: "settings")
            #expect(changed.status == 200, "\(changed.text)")
            #expect(changed.json["version"] == 1)
            #expect(try await user.send("PATCH", "settings", wanted, key: "settings").json == changed.json)
            #expect(try await user.send("GET", "settings").json == changed.json)
            let told = try await watcher.message("the change") { $0.json["data"]["kind"] == "settings_changed" }
            #expect(told.json["data"]["changes"]["settings"] == changed.json)
            let soon = rfc3339(Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + 3).rounded()))
            let task = try await create(user, ["due_date": .string(String(soon.prefix(19)) + "Z")])
            let made = try await reminders(user, task)
            #expect(made.map { $0["automatic"] } == [true])
            let shown = try await watcher.message("the notification") { $0.type == "notification" }
            #expect(shown.json["data"]["task_id"].integer == task)
            let floating = try await create(user, ["due_date": .string(reading(daysAhead: 2, hour: 12))])
            let instants = try await reminders(user, floating).map { $0["remind_at"] }
            #expect(instants == [.string(reading(daysAhead: 2, hour: 7) + "Z")])
        }
    }

    @Test("what came due while the process was stopped is sent once it is back, each once, and told how late")
    func catchUp() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("ayesha@example.org", at: server)
            let first = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + 6).rounded())
            let task = try await create(user, [:])
            for second in 0..<3 {
                let instant = rfc3339(first.addingTimeInterval(Double(second)))
                #expect(
                    try await user.send("POST", "tasks/\(task)/reminders", ["remind_at": .string(instant)]).status
                        == 201)
            }
            try await server.stop()
            try await Task.sleep(for: .seconds(max(0, first.timeIntervalSinceNow) + 4))
            try await server.start()
            let sent = try await eventually("three reminders to be sent") {
                let reminders = try await reminders(user, task)
                return reminders.allSatisfy { $0["status"] == "sent" } ? reminders : nil
            }
            #expect(sent.count == 3)
            for reminder in sent {
                #expect(reminder["sent_at"].string != nil)
                #expect(try #require(reminder["lateness_milliseconds"].integer) >= 1_000)
            }
            let page = try await eventually("the figures to tell of three reminders") {
                let text = try await server.http.send("GET", "/metrics").text
                return text.contains("todo_reminder_lateness_seconds_count 3\n") ? text : nil
            }
            #expect(page.contains("# TYPE todo_reminder_lateness_seconds histogram\n"))
            #expect(page.contains("# HELP todo_reminder_lateness_seconds Time from a reminder's instant"))
            #expect(page.contains("todo_reminder_lateness_seconds_bucket{le=\"0.5\"} 0\n"))
            #expect(page.contains("todo_reminder_lateness_seconds_bucket{le=\"3600\"} 3\n"))
            #expect(page.contains("todo_reminder_lateness_seconds_bucket{le=\"+Inf\"} 3\n"))
            let trail = try await eventually("the trail to tell of all") {
                let entries = try await user.send("GET", "audit").json.elements
                return entries.count == 7 ? entries : nil
            }
            #expect(trail.filter { $0["change"]["kind"] == "reminder_sent" }.count == 3)
        }
    }
}
