internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskStoreContract {
    static let reminderCases: [ContractCase<TaskStoreContract>] = [
        .init("pending reminders of all users are found in the order of their instants, page by page") {
            try await $0.findsPendingReminders()
        },
        .init("a reminder that was sent, moved, taken away or deleted with its task is found no more where it was") {
            try await $0.forgetsReminders()
        },
        .init("a user has the settings that were put last, and what every user begins with before") {
            try await $0.keepsSettings()
        },
        .init("a pending reminder keeps the correlation id of the change that made it") {
            try await $0.keepsCorrelation()
        },
    ]

    /// Long after the reminders of all other tests.
    private static let base: Timestamp = .init(millisecondsSinceEpoch: 7_258_118_400_000)

    private func at(_ minutes: Int64) -> Timestamp {
        TaskStoreContract.base.adding(milliseconds: minutes * 60_000)
    }

    private func task(_ id: TaskID, of user: UserID, _ reminders: [Reminder]) -> TodoTask {
        var task = ContractTasks.task(id, of: user)
        task.reminders = reminders
        return task
    }

    private func reminders(_ count: Int) async throws -> [ReminderID] {
        let first = try await store.reserveIdentifiers(.reminder, count: Int64(count))
        return (0..<Int64(count)).map { ReminderID(first + $0) }
    }

    /// The reminders among some that are found, in the order in which they are.
    private func found(
        among ids: [ReminderID], until: Timestamp = Timestamp.writable.upperBound
    ) async throws -> [PendingReminder] {
        let all = try await store.pendingReminders(until: until, after: nil, limit: 10_000)
        return all.filter { ids.contains($0.reminderID) }
    }

    func findsPendingReminders() async throws {
        let users = [user("remind-1"), user("remind-2")]
        let tasks = try await identifiers(2)
        let ids = try await reminders(5)
        let first = task(
            tasks[0], of: users[0],
            [
                Reminder(id: ids[0], remindAt: at(30)), Reminder(id: ids[1], remindAt: at(10)),
                Reminder(id: ids[2], remindAt: at(5), status: .cancelled),
            ])
        let second = task(
            tasks[1], of: users[1], [Reminder(id: ids[4], remindAt: at(10)), Reminder(id: ids[3], remindAt: at(20))])
        try await commit([.putTask(first)], of: users[0])
        try await commit([.putTask(second)], of: users[1])
        let all = try await found(among: ids)
        try require(all.map(\.reminderID) == [ids[1], ids[4], ids[3], ids[0]], "found \(all.map(\.reminderID))")
        try require(all.map(\.remindAt) == [at(10), at(10), at(20), at(30)], "at \(all.map(\.remindAt))")
        try require(all.map(\.task) == [first, second, second, first], "not with their tasks as they are")
        let some = try await found(among: ids, until: at(20))
        try require(some.map(\.reminderID) == [ids[1], ids[4], ids[3]], "up to an instant: \(some.map(\.reminderID))")
        let page = try await store.pendingReminders(until: at(30), after: all[0].place, limit: 2)
        try require(page == [all[1], all[2]], "the next two are \(page.map(\.reminderID))")
        let last = try await store.pendingReminders(until: at(30), after: all[3].place, limit: 2)
        try require(last.isEmpty, "after the last are \(last.map(\.reminderID))")
    }

    func forgetsReminders() async throws {
        let user = user("remind-no-more")
        let tasks = try await identifiers(3)
        let ids = try await reminders(5)
        var kept = task(tasks[0], of: user, [ids[0], ids[1]].map { Reminder(id: $0, remindAt: at(10)) })
        let others = (1...2).map { task(tasks[$0], of: user, [Reminder(id: ids[$0 + 1], remindAt: at(10))]) }
        try await commit([.putTask(kept)] + others.map { .putTask($0) }, of: user)
        try require(try await found(among: ids).count == 4, "not all four are found")
        kept.reminders[0].status = .sent
        kept.reminders[1].remindAt = at(50)
        kept.reminders.append(Reminder(id: ids[4], remindAt: at(40)))
        try await commit([.putTask(kept), .removeTask(tasks[1]), .withdrawTask(tasks[2])], of: user)
        let left = try await found(among: ids)
        try require(left.map(\.reminderID) == [ids[4], ids[1]], "left are \(left.map(\.reminderID))")
        try require(left.map(\.remindAt) == [at(40), at(50)], "at \(left.map(\.remindAt))")
    }

    func keepsCorrelation() async throws {
        let user = user("remind-correlation")
        let tasks = try await identifiers(1)
        let ids = try await reminders(2)
        var task = task(tasks[0], of: user, [Reminder(id: ids[0], remindAt: at(10))])
        let first = try await commit([.putTask(task)], of: user)
        task.reminders.append(Reminder(id: ids[1], remindAt: at(20)))
        let second = try await commit([.putTask(task), .putTag(Tag(name: "home"))], of: user)
        let correlations = try await found(among: ids).map(\.correlationID)
        let made = [first.change.correlationID, second.change.correlationID]
        try require(correlations == made, "the correlation ids are \(correlations), not \(made)")
    }

    func keepsSettings() async throws {
        let users = [user("settings-1"), user("settings-2")]
        let settings = UserSettings(
            timeZone: "Asia/Karachi", notifyWhenDue: true, defaultReminder: ReminderOffset(text: "-P1DT2H"),
            morning: TimeOfDay(hour: 7, minute: 15) ?? .nine, evening: TimeOfDay(hour: 21) ?? .nine, version: 3)
        try require(try await snapshot(users[0]).settings == .initial, "a user of no changes has other settings")
        try await commit([.putTag(Tag(name: "home"))], of: users[0])
        try await commit([.putTag(Tag(name: "home"))], of: users[1])
        try require(try await store.state(of: users[0]).settings == .initial, "a tag changed the settings")
        try await commit([.putSettings(settings)], of: users[0])
        try require(try await snapshot(users[0]).settings == settings, "the snapshot has not the settings")
        try require(try await store.state(of: users[0]).settings == settings, "the state has not the settings")
        try require(try await snapshot(users[1]).settings == .initial, "another user's settings changed")
        let tasks = try await identifiers(1)
        let ids = try await reminders(1)
        let reminding = task(tasks[0], of: users[0], [Reminder(id: ids[0], remindAt: at(10))])
        try await commit([.putTask(reminding)], of: users[0])
        try require(try await found(among: ids).map(\.settings) == [settings], "not found with the settings")
        try await commit([.putSettings(.initial)], of: users[0])
        try require(try await snapshot(users[0]).settings == .initial, "the older settings stay")
    }
}
