import Foundation
import Testing

/// A task's whole life, seen by clients at two sets of doors of one deployment.
struct WholeFlow {
    let first: Doors
    let second: Doors

    /// Goes through all of it; fails the test where it is not as it should be.
    func run() async throws {
        let ayesha = try await User.signUp("ayesha@example.org", at: first)
        let bilal = try await User.signUp("bilal@example.org", at: second)
        let phone = try await ready(ayesha)
        let desk = try await ready(ayesha.at(second))
        let stranger = try await ready(bilal)

        let remindAt = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + 2).rounded(.up))
        let task = try await create(ayesha, due: reading(daysAhead: 2, hour: 9), remindAt: remindAt)
        try await expectCreated(task, on: desk)
        try await expectReminder(task, at: remindAt, of: ayesha, on: [phone, desk])
        try await complete(task, of: ayesha)
        try await expectSuccessor(
            of: task, due: reading(daysAhead: 9, hour: 9), for: ayesha.at(second), on: [phone, desk])
        try await expectAudit(of: ayesha)
        try await expectResumption(of: ayesha, like: desk)

        #expect(stranger.received.allSatisfy { ["ready", "caught_up", "presence"].contains($0.type) })
        #expect(try await bilal.tasks() == [])
        let foreign = try await bilal.http.send(
            "GET", "/api/\(ayesha.id)/tasks", headers: ["Authorization": "Bearer \(bilal.token)"])
        #expect(foreign.status == 403)
        #expect(!foreign.text.contains("Review"))
    }

    private func ready(_ user: User) async throws -> WebSocketClient {
        let socket = try await user.watch()
        let ready = try await socket.message("ready") { $0.type == "ready" }
        #expect(ready.json["position"]["seq"] == 0)
        return socket
    }

    private func create(_ user: User, due: String, remindAt: Date) async throws -> JSON {
        let answer = try await user.send(
            "POST", "tasks",
            [
                "title": "Review the week", "due_date": .string(due), "time_zone": "Asia/Karachi",
                "recurring_pattern": "weekly", "reminder_at": .string(rfc3339(remindAt)), "priority": "high",
            ])
        try #require(answer.status == 201, "\(answer.status) \(answer.text)")
        #expect(answer.json["due_date"] == .string(due))
        #expect(answer.json["next_occurrence"] == .string(reading(daysAhead: 9, hour: 9)))
        #expect(answer.json["completed"] == false)
        #expect(answer.json["user_id"] == .string(user.id))
        return answer.json
    }

    private func expectCreated(_ task: JSON, on socket: WebSocketClient) async throws {
        let created = try await socket.message("created") { $0.json["data"]["kind"] == "task_created" }
        #expect(created.type == "event")
        #expect(created.json["topic"] == "task-updates")
        #expect(created.json["position"]["seq"] == 1)
        #expect(created.json["data"]["changes"]["task"] == task)
        #expect(created.json["data"]["event_type"] == "sync")
    }

    private func expectReminder(
        _ task: JSON, at remindAt: Date, of user: User, on sockets: [WebSocketClient]
    ) async throws {
        for socket in sockets {
            let notification = try await socket.message("the reminder") { $0.type == "notification" }
            #expect(notification.arrivedAt >= remindAt, "the reminder came early")
            #expect(notification.json["data"]["task_id"] == task["id"])
            #expect(notification.json["data"]["title"] == "Review the week")
        }
        let id = try #require(task["id"].integer)
        let reminders = try await user.send("GET", "tasks/\(id)/reminders").json
        #expect(reminders.elements.count == 1)
        #expect(reminders[0]["status"] == "sent")
        let sentAt = try #require(reminders[0]["sent_at"].string.flatMap(date(rfc3339:)))
        #expect(sentAt >= remindAt)
    }

    private func complete(_ task: JSON, of user: User) async throws {
        let id = try #require(task["id"].integer)
        let first = try await user.send("PATCH", "tasks/\(id)/complete", key: "complete-once")
        #expect(first.status == 200)
        #expect(first.json["completed"] == true)
        // The same request again is the same completion, not a reopening.
        let again = try await user.send("PATCH", "tasks/\(id)/complete", key: "complete-once")
        #expect(again.status == 200)
        #expect(again.json == first.json)
    }

    private func expectSuccessor(
        of task: JSON, due: String, for user: User, on sockets: [WebSocketClient]
    ) async throws {
        for socket in sockets {
            try await socket.message("the next occurrence") { $0.json["data"]["kind"] == "occurrence_spawned" }
        }
        let tasks = try await user.tasks()
        #expect(tasks.count == 2)
        let successor = try #require(tasks.first { $0["id"] != task["id"] })
        #expect(successor["due_date"] == .string(due))
        #expect(successor["time_zone"] == "Asia/Karachi")
        #expect(successor["completed"] == false)
        #expect(successor["title"] == task["title"])
        #expect(successor["recurring_pattern"] == "weekly")
        #expect(tasks.first { $0["id"] == task["id"] }?["completed"] == true)
    }

    private func expectAudit(of user: User) async throws {
        let trail = try await eventually("four lines of audit") {
            let entries = try await user.send("GET", "audit").json.elements
            return entries.count >= 4 ? entries : nil
        }
        let kinds = trail.map { $0["change"]["kind"].string }
        #expect(kinds == ["task_created", "reminder_sent", "task_completed", "occurrence_spawned"])
        #expect(trail.map { $0["change"]["sequence"].integer } == [1, 2, 3, 4])
        #expect(trail.map { $0["change"]["actor"] == "user" } == [true, false, true, false])
        let verdict = try await user.send("GET", "audit/verify")
        #expect(verdict.status == 200)
        #expect(verdict.json["verified"] == true)
        #expect(verdict.json["entries"] == 4)
    }

    /// A connection that begins at the beginning gets what the one that was there all the time got.
    private func expectResumption(of user: User, like witness: WebSocketClient) async throws {
        let origin = try #require(witness.received.first { $0.type == "ready" }).json["position"]
        let late = try await user.watch(from: origin)
        try await late.message("caught_up") { $0.type == "caught_up" && $0.json["position"]["seq"] == 4 }
        func changes(_ socket: WebSocketClient) -> [JSON] {
            socket.received.filter { $0.type == "event" || $0.type == "notification" }.map(\.json)
        }
        #expect(changes(late).map { $0["position"]["seq"].integer } == [1, 2, 3, 4])
        #expect(changes(late) == changes(witness))
    }
}
