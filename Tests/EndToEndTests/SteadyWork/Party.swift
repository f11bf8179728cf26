import Foundation
import Testing

/// One user with the one who works, the one who watches, and what was promised.
struct Party: Sendable {
    let user: User
    let ledger = Ledger()
    let watcher: Watcher

    /// Waits until every consequence of what was acknowledged has come.
    func settle() async throws {
        let promised = await ledger.tasks
        try await eventually("the watcher to have all that the audit has") {
            let trail = try await audit()
            let sent = trail.filter { $0["change"]["kind"] == "reminder_sent" }.count
            let spawned = trail.filter { $0["change"]["kind"] == "occurrence_spawned" }.count
            let isDone =
                sent >= promised.filter { $0.remindAt != nil }.count
                && spawned >= promised.filter { $0.repeatsWeekly && $0.isCompleted }.count
            let seen = await watcher.changes.count
            return isDone && seen >= trail.count ? true : nil
        }
    }

    /// Fails the test when anything acknowledged is lost, doubled or out of order, at the server or at the watcher.
    func expectWhole() async throws {
        let promised = await ledger.tasks
        let tasks = try await user.tasks()
        let trail = try await audit()
        expectStore(tasks, keeps: promised)
        expectTrail(trail, keeps: promised)
        let verdict = try await user.send("GET", "audit/verify").json
        #expect(verdict["verified"] == true)
        #expect(verdict["entries"].integer == trail.count)
        await expectView(equals: tasks, after: trail.count)
        await expectReminders(promised)
    }

    private func expectStore(_ tasks: [JSON], keeps promised: [AcknowledgedTask]) {
        #expect(Set(tasks.map { $0["id"] }).count == tasks.count)
        let byTitle = Dictionary(grouping: tasks) { $0["title"].string ?? "" }
        for task in promised {
            let same = byTitle[task.title] ?? []
            let own = same.first { $0["id"].integer == task.id }
            #expect(own?["completed"].bool == task.isCompleted, "\(task.title) is lost or changed")
            let successors = same.filter { $0["id"].integer != task.id }
            #expect(successors.count == (task.repeatsWeekly && task.isCompleted ? 1 : 0), "\(task.title)")
            #expect(successors.allSatisfy { $0["due_date"].string == reading(daysAhead: 10, hour: 8) })
            #expect(successors.allSatisfy { $0["completed"] == false })
        }
        #expect(Set(byTitle.keys) == Set(promised.map(\.title)), "tasks that nobody asked for")
    }

    private func expectTrail(_ trail: [JSON], keeps promised: [AcknowledgedTask]) {
        #expect(trail.map { $0["change"]["sequence"].integer } == (0..<trail.count).map { $0 + 1 })
        func entries(_ kind: String) -> [Int: Int] {
            let ofKind = trail.map { $0["change"] }.filter { $0["kind"].string == kind }
            return Dictionary(grouping: ofKind) { $0["task_id"].integer ?? 0 }.mapValues(\.count)
        }
        let created = entries("task_created")
        let completed = entries("task_completed")
        let sent = entries("reminder_sent")
        for task in promised {
            #expect(created[task.id] == 1, "\(task.title) in the audit")
            #expect(completed[task.id] == (task.isCompleted ? 1 : nil), "completion of \(task.title) in the audit")
            #expect(sent[task.id] == (task.remindAt == nil ? nil : 1), "reminder of \(task.title) in the audit")
        }
    }

    private func expectView(equals tasks: [JSON], after count: Int) async {
        let sequences = await watcher.changes.map { $0.json["position"]["seq"].integer }
        #expect(sequences == (0..<count).map { $0 + 1 }, "a gap, a repeat or a wrong order")
        #expect(await watcher.refetches == 0)
        let replica = await watcher.replica
        #expect(replica == Dictionary(tasks.map { ($0["id"].integer ?? 0, $0) }) { first, _ in first })
    }

    private func expectReminders(_ promised: [AcknowledgedTask]) async {
        let shown = Dictionary(grouping: await watcher.changes.filter { $0.type == "notification" }) {
            $0.json["data"]["task_id"].integer ?? 0
        }
        for task in promised {
            guard let remindAt = task.remindAt else { continue }
            #expect(shown[task.id]?.count == 1, "the reminder of \(task.title)")
            #expect(shown[task.id]?.allSatisfy { $0.arrivedAt >= remindAt } == true, "\(task.title) came early")
        }
        #expect(Set(shown.keys) == Set(promised.filter { $0.remindAt != nil }.map(\.id)))
    }

    /// The whole trail, page by page.
    private func audit() async throws -> [JSON] {
        var trail: [JSON] = []
        while true {
            let after = trail.last?["change"]["sequence"].integer ?? 0
            let page = try await user.send("GET", "audit?after=\(after)&limit=1000").json.elements
            if page.isEmpty { return trail }
            trail += page
        }
    }
}
