import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Settings and automatic reminders")
struct SettingsCommandTests {
    let bench = TaskBench()

    private func set(_ json: String, _ context: CommandContext? = nil) async throws -> UserSettings {
        let input = try SettingsInput(json: JSONCodec.decode(from: Array(json.utf8)), zones: TaskBench.zones)
        return try #require(try await bench.perform(.changeSettings(input), context).settings)
    }

    private func reminders(_ task: TodoTask) -> [Reminder] {
        bench.task(task.id)?.reminders ?? []
    }

    /// A task due at noon on 6 January in Karachi, 07:00 UTC.
    private func dueTask(_ more: String = "") async throws -> TodoTask {
        try await bench.create(
            #"{"title": "call", "due_date": "2026-01-06T12:00:00", "time_zone": "Asia/Karachi"\#(more)}"#)
    }

    private func offset(_ text: String) throws -> ReminderInput {
        ReminderInput(offset: try #require(ReminderOffset(text: text)))
    }

    private func fire(_ task: TodoTask, _ reminder: Reminder) async throws -> CommandOutcome {
        bench.clock.set(max(bench.clock.now(), reminder.remindAt))
        return try await bench.perform(.markReminderSent(task.id, reminder.id, remindAt: reminder.remindAt))
    }

    @Test("are changed field by field, told to devices and audited, and null brings the beginning back")
    func change() async throws {
        #expect(try await bench.service.settings(of: TaskBench.sara) == .initial)
        let first = try await set(#"{"time_zone": "Asia/Karachi", "morning": "07:30"}"#)
        let second = try await set(#"{"notify_when_due": true, "default_reminder": "-PT1H"}"#)
        #expect(second.timeZone == "Asia/Karachi")
        #expect(second.morning.text == "07:30")
        #expect(second.evening == .eighteen)
        #expect([first.version, second.version] == [1, 2])
        #expect(bench.state().settings == second)
        let update = try #require(bench.outbox.taskUpdates.last)
        #expect(update.data.changes.settings == second)
        #expect(update.data.kind == .settingsChanged)
        let event = try #require(bench.outbox.taskEvents.last)
        #expect(event.data.change.effects == [.putSettings(second)])
        #expect(event.data.taskData == nil)
        let count = bench.outbox.count
        #expect(try await set(#"{"notify_when_due": true}"#) == second)
        #expect(bench.outbox.count == count, "nothing changed")
        #expect(try await set(#"{"time_zone": null, "morning": null}"#).morning == .nine)
        #expect(bench.state().settings.timeZone == nil)
        #expect(bench.state(of: UserID("omar")).settings == .initial)
    }

    @Test("are changed for the version that was seen only, and once for a key")
    func conditions() async throws {
        _ = try await set(#"{"morning": "07:30"}"#)
        var input = SettingsInput()
        input.evening = .set(.nine)
        await bench.expectRefusal(
            .versionMismatch(current: 1), .changeSettings(input), bench.context(version: 0))
        let once = try await bench.perform(.changeSettings(input), bench.context(key: "k", version: 1))
        #expect(try await bench.perform(.changeSettings(input), bench.context(key: "k", version: 1)) == once)
        input.evening = .set(.eighteen)
        await bench.expectRefusal(.idempotencyKeyReused, .changeSettings(input), bench.context(key: "k"))
    }

    @Test(
        "refuse what they do not know, by place",
        arguments: [
            (#"{"time_zone": "Mars/Base"}"#, "/time_zone"), (#"{"colour": "red"}"#, "/colour"),
            (#"{"notify_when_due": null}"#, "/notify_when_due"), (#"{"default_reminder": "1h"}"#, "/default_reminder"),
            (#"{"morning": "25:00"}"#, "/morning"), (#"{"evening": 18}"#, "/evening"), (#"{"version": 1}"#, "/version"),
            ("[]", ""),
        ])
    func refused(json: String, pointer: String) throws {
        let value: JSONValue = try JSONCodec.decode(from: Array(json.utf8))
        let failure = #expect(throws: ValidationFailure.self) {
            try SettingsInput(json: value, zones: TaskBench.zones)
        }
        #expect(failure?.faults.map(\.pointer) == [pointer])
    }

    @Test("a task with a due time and no reminder gets those of the settings, and by default none")
    func automatic() async throws {
        #expect(try await dueTask().reminders.isEmpty)
        _ = try await set(#"{"notify_when_due": true, "default_reminder": "-PT1H"}"#)
        let task = try await dueTask()
        #expect(task.reminders.map(\.remindAt.rfc3339) == ["2026-01-06T07:00:00Z", "2026-01-06T06:00:00Z"])
        #expect(task.reminders.allSatisfy { $0.isAutomatic && $0.status == .pending })
        #expect(bench.outbox.reminders.suffix(2).map(\.data.eventType) == [.scheduled, .scheduled])
        #expect(try await dueTask(#", "reminder_at": "2026-01-06T03:00:00Z""#).reminders.map(\.isAutomatic) == [false])
        #expect(try await bench.create(#"{"title": "a", "due_date": "2026-01-06"}"#).reminders.isEmpty, "all day")
        #expect(try await bench.create(#"{"title": "a"}"#).reminders.isEmpty)
        let soon = try await bench.create(#"{"title": "a", "due_date": "2026-01-05T08:30:00Z"}"#)
        #expect(soon.reminders.map(\.offset) == [.atDue], "an hour before has passed")
        _ = try await set(#"{"notify_when_due": false, "default_reminder": "PT0S"}"#)
        #expect(try await dueTask().reminders.map(\.offset) == [.atDue])
    }

    @Test("automatic reminders go with the due date and give way to the user's own")
    func moves() async throws {
        _ = try await set(#"{"notify_when_due": true}"#)
        let task = try await dueTask()
        try await bench.update(task.id, #"{"title": "write"}"#)
        #expect(reminders(task) == task.reminders)
        try await bench.update(task.id, #"{"due_date": "2026-01-07T12:00:00"}"#)
        #expect(reminders(task).map(\.remindAt.rfc3339) == ["2026-01-07T07:00:00Z"])
        #expect(reminders(task)[0].id != task.reminders[0].id)
        try await bench.update(task.id, #"{"reminder_at": null}"#)
        #expect(reminders(task).count == 1, "null takes away what the user made")
        try await bench.perform(.addReminder(task.id, try offset("-P1D")))
        #expect(reminders(task).map(\.isAutomatic) == [false])
        try await bench.update(task.id, #"{"due_date": "2026-01-08T12:00:00"}"#)
        #expect(reminders(task).map(\.isAutomatic) == [false])
        try await bench.perform(.removeReminder(task.id, reminders(task)[0].id))
        #expect(reminders(task).isEmpty)
        try await bench.update(task.id, #"{"due_date": "2026-01-09T12:00:00"}"#)
        #expect(reminders(task).map(\.isAutomatic) == [true])
        try await bench.update(task.id, #"{"due_date": "2026-01-09"}"#)
        #expect(reminders(task).isEmpty)
        try await bench.update(task.id, #"{"due_date": "2026-01-09T12:00:00", "completed": true}"#)
        #expect(reminders(task).map(\.cancelledBecause) == [.taskCompleted])
        try await bench.update(task.id, #"{"completed": false}"#)
        #expect(reminders(task).map(\.status) == [.pending])
    }

    @Test("a reminder that was switched off is withdrawn at its instant, and one that was snoozed is sent")
    func switchedOff() async throws {
        _ = try await set(#"{"notify_when_due": true, "default_reminder": "-PT1H"}"#)
        let task = try await dueTask()
        let other = try await dueTask()
        try await bench.perform(
            .snoozeReminder(other.id, other.reminders[1].id, SnoozeInput(.preset(.oneHour))))
        let snoozed = reminders(other)[1]
        _ = try await set(#"{"notify_when_due": true, "default_reminder": null}"#)
        try await bench.perform(.addReminder(other.id, try offset("P1D")))
        try await bench.update(other.id, #"{"title": "write"}"#)
        #expect(reminders(other).map(\.id).first == snoozed.id, "what was snoozed gives way to nothing")
        #expect(reminders(other).map(\.isAutomatic) == [true, false])
        #expect(try await fire(other, snoozed).reminder?.status == .sent)
        let withdrawn = try await fire(task, task.reminders[1])
        #expect(withdrawn.reminder?.cancelledBecause == .switchedOff)
        #expect(bench.outbox.taskUpdates.last?.data.kind == .reminderWithdrawn)
        #expect(bench.outbox.taskUpdates.last?.data.notification == nil)
        #expect(try await fire(task, task.reminders[1]).sequence == nil, "once")
        #expect(try await fire(task, task.reminders[0]).reminder?.status == .sent)
        try await bench.perform(.addReminder(task.id, try offset("P1D")))
        #expect(reminders(task).map(\.status) == [.sent, .pending], "what was sent stays to be seen")
    }

    @Test("the next occurrence has what the settings say by then")
    func successor() async throws {
        let task = try await dueTask(#", "recurring_pattern": "daily""#)
        _ = try await set(#"{"notify_when_due": true}"#)
        let completedAt = try #require(try await bench.perform(.toggle(task.id)).task?.completedAt)
        let due = try #require(task.due).moved(to: try #require(CivilDateTime(iso8601: "2026-01-07T12:00:00")))
        let next = try #require(
            try await bench.perform(.spawnOccurrence(of: task.id, due: due, completedAt: completedAt)).task)
        #expect(next.reminders.map(\.remindAt.rfc3339) == ["2026-01-07T07:00:00Z"])
        #expect(next.reminders.map(\.isAutomatic) == [true])
        _ = try await set(#"{"notify_when_due": false}"#)
        _ = try await fire(next, next.reminders[0])
        #expect(try await bench.perform(.undo(task.id)).task?.isCompleted == false, "a withdrawal is no edit")
    }

    @Test("a date without a zone, and a snooze, are on the user's clock")
    func clock() async throws {
        _ = try await set(#"{"time_zone": "Asia/Karachi", "morning": "07:30"}"#)
        let task = try await bench.create(#"{"title": "a", "due_date": "2026-01-06T12:00:00"}"#)
        try await bench.perform(.addReminder(task.id, try offset("-PT1H")))
        #expect(reminders(task).map(\.remindAt.rfc3339) == ["2026-01-06T06:00:00Z"])
        #expect(bench.outbox.reminders.last?.data.dueAt == (try instant("2026-01-06T07:00:00Z")))
        let snooze = SnoozeInput(.preset(.tomorrowMorning))
        try await bench.perform(.snoozeReminder(task.id, reminders(task)[0].id, snooze))
        #expect(reminders(task).map(\.remindAt.rfc3339) == ["2026-01-06T02:30:00Z"])
        try await bench.perform(.addReminder(task.id, try offset("PT0S")))
        _ = try await set(#"{"time_zone": "America/New_York"}"#)
        try await bench.perform(.replanReminders(task.id))
        #expect(
            reminders(task).map(\.remindAt.rfc3339) == ["2026-01-06T02:30:00Z", "2026-01-06T17:00:00Z"],
            "what was snoozed stays")
    }
}
