import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Snoozing")
struct SnoozeTests {
    let bench = TaskBench()

    /// A task due on Monday 5 January 2026 at 15:00 in Karachi, 10:00 UTC, that reminds an hour before.
    private func task() async throws -> (TodoTask, Reminder) {
        bench.clock.set(try instant("2026-01-05T08:00:00Z"))
        let task = try await bench.create(
            #"{"title": "call", "due_date": "2026-01-05T15:00:00", "time_zone": "Asia/Karachi"}"#)
        let offset = try #require(ReminderOffset(text: "-PT1H"))
        try await bench.perform(.addReminder(task.id, ReminderInput(offset: offset)))
        let after = try #require(bench.task(task.id))
        return (after, after.reminders[0])
    }

    private func input(_ json: String) throws -> SnoozeInput {
        try SnoozeInput(json: JSONCodec.decode(from: Array(json.utf8)), zones: TaskBench.zones)
    }

    @Test(
        "reminds again when the choice says, on the clock of the due date",
        arguments: [
            (#"{"preset": "10m"}"#, "2026-01-05T09:10:02Z"), (#"{"preset": "1h"}"#, "2026-01-05T10:00:02Z"),
            (#"{"preset": "this_evening"}"#, "2026-01-05T13:00:00Z"),
            (#"{"preset": "tomorrow_morning"}"#, "2026-01-06T04:00:00Z"),
            (#"{"preset": "next_week"}"#, "2026-01-12T04:00:00Z"), (#"{"for": "PT15M"}"#, "2026-01-05T09:15:02Z"),
            (#"{"for": "P1D"}"#, "2026-01-06T09:00:02Z"),
            (#"{"until": "2026-01-05T20:00:00"}"#, "2026-01-05T15:00:00Z"),
            (#"{"until": "2026-01-05T20:00:00Z"}"#, "2026-01-05T20:00:00Z"),
            (#"{"until": "2026-01-05T20:00:00", "time_zone": "America/New_York"}"#, "2026-01-06T01:00:00Z"),
        ])
    func choices(json: String, expected: String) async throws {
        let (task, reminder) = try await task()
        bench.clock.set(reminder.remindAt.adding(milliseconds: 2_000))
        try await bench.perform(.markReminderSent(task.id, reminder.id, remindAt: reminder.remindAt))
        let messages = try await bench.messages {
            try await bench.perform(.snoozeReminder(task.id, reminder.id, input(json)))
        }
        let after = try #require(bench.task(task.id))
        #expect(after.due == task.due, "the due date stays")
        #expect(after.reminders.map(\.remindAt.rfc3339) == [expected])
        #expect(after.reminders.map(\.status) == [.pending])
        #expect(after.reminders[0].snoozedFrom == reminder.remindAt)
        #expect(after.reminders[0].id != reminder.id)
        #expect(messages.reminders.map(\.data.eventType) == [.scheduled], "the sent one has no job to cancel")
        #expect(messages.taskEvents.map(\.data.change.kind) == [.reminderSnoozed])
    }

    @Test("a pending reminder is put off too: its old job is cancelled, and it does not fire at the old instant")
    func pending() async throws {
        let (task, reminder) = try await task()
        let messages = try await bench.messages {
            try await bench.perform(.snoozeReminder(task.id, reminder.id, input(#"{"until": "2026-01-05T12:00:00Z"}"#)))
        }
        #expect(messages.reminders.map(\.data.eventType) == [.cancelled, .scheduled])
        bench.clock.set(reminder.remindAt)
        await #expect(throws: TaskRefusal.self) {
            try await bench.perform(.markReminderSent(task.id, reminder.id, remindAt: reminder.remindAt))
        }
    }

    @Test("moving the due date ends the snooze, editing anything else does not")
    func dueMoves() async throws {
        let (task, reminder) = try await task()
        try await bench.perform(.snoozeReminder(task.id, reminder.id, SnoozeInput(.preset(.nextWeek))))
        try await bench.update(task.id, #"{"title": "call again"}"#)
        #expect(bench.task(task.id)?.reminders.map(\.remindAt.rfc3339) == ["2026-01-12T04:00:00Z"])
        try await bench.update(task.id, #"{"due_date": "2026-01-07T15:00:00"}"#)
        #expect(bench.task(task.id)?.reminders.map(\.remindAt.rfc3339) == ["2026-01-07T09:00:00Z"])
        #expect(bench.task(task.id)?.reminders.map(\.snoozedFrom) == [nil])
    }

    @Test("snoozed twice, it still knows the instant that it had at first")
    func twice() async throws {
        let (task, reminder) = try await task()
        for _ in 1...2 {
            let id = try #require(bench.task(task.id)?.reminders.first?.id)
            try await bench.perform(.snoozeReminder(task.id, id, SnoozeInput(.preset(.oneHour))))
        }
        #expect(bench.task(task.id)?.reminders.map(\.snoozedFrom) == [reminder.remindAt])
    }

    @Test("is refused in the past, for what is withdrawn or gone, and leaves no trace")
    func refused() async throws {
        let (task, reminder) = try await task()
        let late = ValidationFailure(
            pointer: "/until", code: .conflict, message: "a reminder can be snoozed until an instant in the future only"
        )
        await bench.expectRefusal(
            .invalid(late),
            .snoozeReminder(task.id, reminder.id, try input(#"{"until": "2026-01-05T08:00:00Z"}"#)))
        await bench.expectRefusal(
            .notFound("reminder 99 of task \(task.id)"),
            .snoozeReminder(task.id, ReminderID(99), SnoozeInput(.preset(.oneHour))))
        try await bench.perform(.toggle(task.id))
        let done = ValidationFailure(
            pointer: "", code: .conflict, message: "only a pending or sent reminder of an open task can be snoozed")
        await bench.expectRefusal(
            .invalid(done), .snoozeReminder(task.id, reminder.id, SnoozeInput(.preset(.oneHour))))
    }

    @Test(
        "an input that says nothing, two things or nonsense is refused",
        arguments: [
            "{}", #"{"preset": "1h", "for": "PT1H"}"#, #"{"preset": "later"}"#, #"{"for": "-PT1H"}"#,
            #"{"for": "PT0S"}"#, #"{"until": "2026-01-05"}"#, #"{"until": "soon"}"#, #"{"time_zone": "Asia/Karachi"}"#,
            #"{"until": "2026-01-05T20:00:00", "time_zone": "Nowhere"}"#, #"{"until": 7}"#, "7",
        ])
    func nonsense(json: String) {
        #expect(throws: ValidationFailure.self) { try input(json) }
    }
}
