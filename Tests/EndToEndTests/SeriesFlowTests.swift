import Foundation
import Testing

@Suite("Series, seen from outside")
struct SeriesFlowTests {
    private func create(_ user: User, due: String, _ recurrence: JSON) async throws -> Int {
        let answer = try await user.send(
            "POST", "tasks", ["title": "Run", "due_date": .string(due), "recurrence": recurrence])
        try #require(answer.status == 201, "\(answer.status) \(answer.text)")
        return try #require(answer.json["id"].integer)
    }

    /// The history of a task's series once it has so many occurrences.
    private func history(_ user: User, of id: Int, count: Int) async throws -> [JSON] {
        try await eventually("\(count) occurrences of the series of task \(id)") {
            let answer = try await user.send("GET", "tasks/\(id)/occurrences")
            let occurrences = answer.json["occurrences"].elements
            return occurrences.count >= count ? occurrences : nil
        }
    }

    @Test("a completion is undone with what it made, and done again it makes it anew")
    func undo() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("ayesha@example.org", at: server)
            let first = try await create(user, due: reading(daysAhead: 1, hour: 9), ["rule": "daily"])
            _ = try await user.send("PATCH", "tasks/\(first)/complete")
            let made = try await history(user, of: first, count: 2)
            #expect(made.map { $0["status"] } == ["done", "open"])
            let undone = try await user.send("POST", "tasks/\(first)/undo", key: "undo")
            #expect(undone.status == 200, "\(undone.text)")
            #expect(undone.json["completed"] == false)
            #expect(try await user.tasks().count == 1)
            #expect(try await user.send("POST", "tasks/\(first)/undo", key: "undo").json == undone.json)
            #expect(try await user.send("POST", "tasks/\(first)/undo").status == 409)
            _ = try await user.send("PATCH", "tasks/\(first)/complete")
            let again = try await history(user, of: first, count: 2)
            #expect(again.map { $0["occurrence"] } == made.map { $0["occurrence"] })
            let second = try #require(again[1]["task_id"].integer)
            _ = try await user.send("PATCH", "tasks/\(second)", ["title": "Walk"])
            #expect(try await user.send("POST", "tasks/\(first)/undo").status == 409)
            #expect(try await user.tasks().count == 2)
        }
    }

    @Test("an edit of this and future begins a series and leaves what is past")
    func thisAndFuture() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("ayesha@example.org", at: server)
            let first = try await create(user, due: reading(daysAhead: 1, hour: 9), ["rule": "daily"])
            _ = try await user.send("POST", "tasks/\(first)/skip")
            let before = try await history(user, of: first, count: 2)
            #expect(before[0]["status"] == "skipped")
            let second = try #require(before[1]["task_id"].integer)
            let edited = try await user.send(
                "PATCH", "tasks/\(second)?scope=this_and_future",
                ["title": "Swim", "recurrence": ["rule": "weekly"]])
            #expect(edited.status == 200, "\(edited.text)")
            #expect(edited.json["series"]["id"].integer == second)
            let past = try await user.send("GET", "tasks/\(first)").json
            #expect(past["title"] == "Run")
            #expect(past["recurring_pattern"] == "daily")
            let upcoming = try await user.send("GET", "tasks/\(second)/occurrences?upcoming=1").json["upcoming"]
            #expect(upcoming == [.string(reading(daysAhead: 9, hour: 9))])
        }
    }

    @Test("by the clock each policy makes up for what was missed, also while the process was stopped")
    func catchUp() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("ayesha@example.org", at: server)
            // The third date after the first comes in some seconds, while nobody is there to see it.
            let third = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + 8).rounded())
            let due = local(third.addingTimeInterval(-3 * 86_400))
            var series: [(id: Int, statuses: [JSON])] = []
            for (missed, statuses) in [
                ("each", ["open", "open", "open", "open"]), ("latest_only", ["open", "open", "open"]),
                ("next_future", ["open", "open", "open"]), ("skip", ["open", "skipped", "open", "open"]),
            ] as [(String, [JSON])] {
                let recurrence: JSON = ["rule": "daily", "advance": "on_schedule", "missed": .string(missed)]
                series.append((try await create(user, due: due, recurrence), statuses))
            }
            for (id, statuses) in series { _ = try await history(user, of: id, count: statuses.count - 1) }
            try await server.stop()
            try await Task.sleep(for: .seconds(max(0, third.timeIntervalSinceNow) + 1))
            try await server.start()
            for (id, statuses) in series {
                let occurrences = try await history(user, of: id, count: statuses.count)
                #expect(occurrences.map { $0["status"] } == statuses)
                #expect(occurrences.last?["due_date"] == .string(local(third)))
            }
        }
    }

    /// The reading of a clock in UTC.
    private func local(_ date: Date) -> String {
        String(rfc3339(date).prefix(19))
    }
}
