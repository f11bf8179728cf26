import Foundation
import Testing

@Suite("Ten crashes under steady work")
struct CrashTests {
    /// One user with the one who works, the one who watches, and what was promised.
    private struct Party {
        let user: User
        let ledger = Ledger()
        let watcher: Watcher
    }

    @Test("after ten kills nothing acknowledged is lost, doubled or out of order")
    func tenKills() async throws {
        try await TodoServer.run { server in
            let parties = try await sitDown(["ayesha", "bilal", "chen"], at: server)
            try await withThrowingTaskGroup(of: Void.self) { watching in
                for party in parties { watching.addTask { await party.watcher.run() } }
                try await workUnderTenKills(server, parties)
                for party in parties {
                    try await settle(party)
                    try await expectWhole(party)
                    await party.watcher.stop()
                }
            }
        }
    }

    /// Returns when the workers have ended, so that all that was acknowledged is in their ledgers.
    private func workUnderTenKills(_ server: TodoServer, _ parties: [Party]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { working in
            for party in parties {
                working.addTask { try await Worker(user: party.user, ledger: party.ledger).run() }
            }
            try await killTenTimes(server, parties)
            for party in parties { await party.ledger.stop() }
            try await working.waitForAll()
        }
    }

    private func sitDown(_ names: [String], at server: TodoServer) async throws -> [Party] {
        var parties: [Party] = []
        for name in names {
            let user = try await User.signUp("\(name)@example.org", at: server)
            parties.append(Party(user: user, watcher: try await Watcher(user)))
        }
        return parties
    }

    private func killTenTimes(_ server: TodoServer, _ parties: [Party]) async throws {
        for round in 1...10 {
            for party in parties {
                let before = await party.ledger.count
                try await eventually("work before kill \(round)") {
                    await party.ledger.count >= before + 3 ? true : nil
                }
            }
            await server.kill()
            try await server.start()
        }
    }

    /// Waits until every consequence of what was acknowledged has come.
    private func settle(_ party: Party) async throws {
        let promised = await party.ledger.tasks
        try await eventually("the watcher to have all that the audit has") {
            let trail = try await audit(of: party.user)
            let sent = trail.filter { $0["change"]["kind"] == "reminder_sent" }.count
            let spawned = trail.filter { $0["change"]["kind"] == "occurrence_spawned" }.count
            let isDone =
                sent >= promised.filter { $0.remindAt != nil }.count
                && spawned >= promised.filter { $0.repeatsWeekly && $0.isCompleted }.count
            let seen = await party.watcher.changes.count
            return isDone && seen >= trail.count ? true : nil
        }
    }

    private func expectWhole(_ party: Party) async throws {
        let promised = await party.ledger.tasks
        let tasks = try await party.user.tasks()
        let trail = try await audit(of: party.user)
        #expect(promised.count > 20)
        expectStore(tasks, keeps: promised)
        expectTrail(trail, keeps: promised)
        let verdict = try await party.user.send("GET", "audit/verify").json
        #expect(verdict["verified"] == true)
        #expect(verdict["entries"].integer == trail.count)
        await expectView(of: party.watcher, equals: tasks, after: trail.count)
        await expectReminders(promised, shownTo: party.watcher)
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

    private func expectView(of watcher: Watcher, equals tasks: [JSON], after count: Int) async {
        let sequences = await watcher.changes.map { $0.json["position"]["seq"].integer }
        #expect(sequences == (0..<count).map { $0 + 1 }, "a gap, a repeat or a wrong order")
        #expect(await watcher.refetches == 0)
        #expect(await watcher.connections > 10)
        let replica = await watcher.replica
        #expect(replica == Dictionary(tasks.map { ($0["id"].integer ?? 0, $0) }) { first, _ in first })
    }

    private func expectReminders(_ promised: [AcknowledgedTask], shownTo watcher: Watcher) async {
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
    private func audit(of user: User) async throws -> [JSON] {
        var trail: [JSON] = []
        while true {
            let after = trail.last?["change"]["sequence"].integer ?? 0
            let page = try await user.send("GET", "audit?after=\(after)&limit=1000").json.elements
            if page.isEmpty { return trail }
            trail += page
        }
    }
}
