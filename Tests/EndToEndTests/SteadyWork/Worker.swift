import Foundation
import Testing

/// A user who creates and completes tasks without pause, and insists on each request until it is acknowledged.
struct Worker: Sendable {
    let user: User
    let ledger: Ledger
    /// The most times that one request may be sent; nil for as often as it takes.
    var mostTries: Int?

    /// Works until the ledger is stopped; throws when the server refuses what it should take.
    func run() async throws {
        var number = 0
        while await !ledger.isStopped {
            number += 1
            let task = try await create(number)
            await ledger.created(task)
            if number.isMultiple(of: 3) { continue }
            try await complete(task, number)
            await ledger.completed(task.id)
        }
    }

    /// Every third task has a reminder and stays open; of the others, half repeat weekly.
    private func create(_ number: Int) async throws -> AcknowledgedTask {
        let title = "\(user.email) \(number)"
        let repeatsWeekly = number % 3 == 1
        let remindAt = number.isMultiple(of: 3) ? Date(timeIntervalSinceNow: Double(number % 4)) : nil
        var body: [String: JSON] = ["title": .string(title)]
        if repeatsWeekly {
            body["due_date"] = .string(reading(daysAhead: 3, hour: 8))
            body["time_zone"] = "America/New_York"
            body["recurring_pattern"] = "weekly"
        }
        if let remindAt { body["reminder_at"] = .string(rfc3339(remindAt)) }
        let answer = try await insist("POST", "tasks", .object(body), key: "create-\(number)")
        try #require(answer.status == 201, "\(answer.status) \(answer.text)")
        return AcknowledgedTask(
            id: try #require(answer.json["id"].integer), title: title, due: body["due_date"]?.string,
            repeatsWeekly: repeatsWeekly,
            remindAt: try remindAt.map { _ in
                try #require(answer.json["reminder_at"].string.flatMap(date(rfc3339:)))
            })
    }

    private func complete(_ task: AcknowledgedTask, _ number: Int) async throws {
        let answer = try await insist("PATCH", "tasks/\(task.id)/complete", nil, key: "complete-\(number)")
        try #require(answer.status == 200, "\(answer.status) \(answer.text)")
        #expect(answer.json["completed"] == true)
    }

    /// Repeats a request under the same key until the server answers it; a crash may come between effect and answer.
    private func insist(_ method: String, _ path: String, _ body: JSON?, key: String) async throws -> HTTPAnswer {
        var tries = 0
        return try await eventually("an answer to \(method) \(path)") {
            tries += 1
            let answer = try? await user.send(method, path, body, key: key)
            if let answer, answer.status < 500 { return answer }
            guard tries < mostTries ?? .max else {
                let last = answer.map { "\($0.status) \($0.text)" } ?? "no answer"
                throw NoAnswer(description: "\(method) \(path) failed \(tries) times, at last with: \(last)")
            }
            return nil
        }
    }
}
