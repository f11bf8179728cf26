import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Reminders relative to the due date")
struct RelativeReminderTests {
    let bench = TaskBench()

    /// A task due at noon on 6 January in Karachi, 07:00 UTC, with reminders at those distances.
    private func task(_ offsets: String..., due: String = "2026-01-06T12:00:00") async throws -> TodoTask {
        let task = try await bench.create(
            #"{"title": "call", "due_date": "\#(due)", "time_zone": "Asia/Karachi"}"#)
        for text in offsets {
            let offset = try #require(ReminderOffset(text: text))
            try await bench.perform(.addReminder(task.id, ReminderInput(offset: offset)))
        }
        return try #require(bench.task(task.id))
    }

    private func reminders(_ task: TodoTask) -> [Reminder] {
        bench.task(task.id)?.reminders ?? []
    }

    @Test("comes at its distance to the due date, days by the clock and hours exact")
    func instants() async throws {
        let task = try await task("-PT1H", "PT0S", "-P1D", "PT30M")
        #expect(
            task.reminders.map(\.remindAt.rfc3339) == [
                "2026-01-06T06:00:00Z", "2026-01-06T07:00:00Z", "2026-01-05T07:00:00Z", "2026-01-06T07:30:00Z",
            ])
        #expect(task.reminders.map { $0.offset?.text } == ["-PT1H", "PT0S", "-P1D", "PT30M"])
        #expect(task.reminders.allSatisfy { $0.status == .pending && !$0.isAutomatic })
    }

    @Test("a day before is a day of the wall clock, 24 hours are exact, over a change of clocks")
    func acrossClockChange() async throws {
        let task = try await bench.create(
            #"{"title": "call", "due_date": "2026-03-08T12:00:00", "time_zone": "America/New_York"}"#)
        for text in ["-P1D", "-PT24H", "-P1W"] {
            let offset = try #require(ReminderOffset(text: text))
            try await bench.perform(.addReminder(task.id, ReminderInput(offset: offset)))
        }
        #expect(
            reminders(task).map(\.remindAt.rfc3339) == [
                "2026-03-07T17:00:00Z", "2026-03-07T16:00:00Z", "2026-03-01T17:00:00Z",
            ])
    }

    @Test("is refused on a task without a due date, and leaves no trace")
    func withoutDue() async throws {
        let task = try await bench.create(#"{"title": "call"}"#)
        let failure = ValidationFailure(
            pointer: "/offset", code: .conflict,
            message: "an offset needs a task with a due_date; give remind_at instead")
        await bench.expectRefusal(.invalid(failure), .addReminder(task.id, ReminderInput(offset: .atDue)))
    }

    @Test("moves with the due date under a new identity; others stay")
    func moves() async throws {
        let task = try await task("-PT1H")
        let fixed = ReminderInput(remindAt: try instant("2026-01-06T05:00:00Z"))
        try await bench.perform(.addReminder(task.id, fixed))
        let old = reminders(task)
        let messages = try await bench.messages {
            try await bench.update(task.id, #"{"due_date": "2026-01-08T12:00:00"}"#)
        }
        let new = reminders(task)
        #expect(new[0].remindAt == (try instant("2026-01-08T06:00:00Z")))
        #expect(new[0].id != old[0].id)
        #expect(new[1] == old[1])
        #expect(messages.reminders.map(\.data.eventType) == [.cancelled, .scheduled])
        #expect(messages.reminders.map(\.data.reminderID) == [old[0].id, new[0].id])

        try await bench.update(task.id, #"{"title": "call again"}"#)
        #expect(reminders(task) == new, "nothing moved")
    }

    @Test("moves when another zone reads the due date, and not when the instant stays")
    func zoneChange() async throws {
        let task = try await task("-PT1H")
        let old = reminders(task)
        try await bench.update(task.id, #"{"time_zone": "America/New_York"}"#)
        #expect(reminders(task)[0].remindAt == (try instant("2026-01-06T16:00:00Z")))
        try await bench.update(task.id, #"{"due_date": "2026-01-06T07:00:00", "time_zone": "UTC"}"#)
        let here = reminders(task)
        #expect(here[0].remindAt == old[0].remindAt)
        try await bench.update(task.id, #"{"due_date": "2026-01-06T12:00:00", "time_zone": "Asia/Karachi"}"#)
        #expect(reminders(task) == here, "the same instant on another clock")
    }

    @Test("a new due date that is near withdraws what would have been before now")
    func movedIntoThePast() async throws {
        let task = try await task("-P1D")
        bench.clock.set(try instant("2026-01-05T06:00:00Z"))
        let messages = try await bench.messages {
            try await bench.update(task.id, #"{"due_date": "2026-01-05T20:00:00"}"#)
        }
        #expect(messages.reminders.map(\.data.eventType) == [.cancelled])
        #expect(reminders(task).map(\.status) == [.cancelled])
        #expect(reminders(task).map(\.cancelledBecause) == [.passed])
        try await bench.update(task.id, #"{"due_date": "2026-01-09T20:00:00"}"#)
        #expect(reminders(task).map(\.status) == [.pending])
        #expect(reminders(task).map(\.remindAt.rfc3339) == ["2026-01-08T15:00:00Z"])
    }

    @Test("is withdrawn with its due date, and comes back with another")
    func dueTakenAway() async throws {
        let task = try await task("-PT1H")
        let old = reminders(task)
        let messages = try await bench.messages { try await bench.update(task.id, #"{"due_date": null}"#) }
        #expect(messages.reminders.map(\.data.eventType) == [.cancelled])
        #expect(reminders(task).map(\.cancelledBecause) == [.noDueDate])
        try await bench.perform(.toggle(task.id))
        try await bench.perform(.toggle(task.id))
        #expect(reminders(task).map(\.cancelledBecause) == [.noDueDate], "nothing to reckon from")
        try await bench.update(task.id, #"{"due_date": "2026-01-07T12:00:00Z"}"#)
        #expect(reminders(task).map(\.remindAt.rfc3339) == ["2026-01-07T11:00:00Z"])
        #expect(reminders(task).map(\.status) == [.pending])
        #expect(reminders(task)[0].id != old[0].id)
        #expect(reminders(task)[0].cancelledBecause == nil)
    }

    @Test("one that was sent is wanted again when the due date moves on")
    func sentThenMoved() async throws {
        let task = try await task("-PT1H")
        let reminder = reminders(task)[0]
        bench.clock.set(reminder.remindAt.adding(milliseconds: 1_500))
        try await bench.perform(.markReminderSent(task.id, reminder.id, remindAt: reminder.remindAt))
        #expect(reminders(task)[0].latenessMilliseconds == 1_500)
        try await bench.update(task.id, #"{"due_date": "2026-01-07T12:00:00"}"#)
        #expect(reminders(task).map(\.status) == [.pending])
        #expect(reminders(task)[0].id != reminder.id)
        #expect(reminders(task)[0].sentAt == nil)
    }

    @Test("reopening a task whose due date was moved while it was done reminds by the new date")
    func reopenMoved() async throws {
        let task = try await task("-PT1H")
        try await bench.perform(.toggle(task.id))
        #expect(reminders(task).map(\.cancelledBecause) == [.taskCompleted])
        try await bench.update(task.id, #"{"due_date": "2026-01-08T12:00:00"}"#)
        #expect(reminders(task).map(\.status) == [.cancelled])
        try await bench.perform(.toggle(task.id))
        #expect(reminders(task).map(\.remindAt.rfc3339) == ["2026-01-08T06:00:00Z"])
        #expect(reminders(task).map(\.status) == [.pending])
    }

    @Test("a client that writes a whole task back with another due date does not pin the reminder")
    func wholeTask() async throws {
        let task = try await task("-PT1H")
        try await bench.update(
            task.id, #"{"due_date": "2026-01-08T12:00:00", "reminder_at": "2026-01-06T06:00:00Z"}"#)
        #expect(reminders(task).map(\.remindAt.rfc3339) == ["2026-01-08T06:00:00Z"])
        #expect(reminders(task).map { $0.offset?.text } == ["-PT1H"])
        try await bench.update(task.id, #"{"reminder_at": "2026-01-08T05:00:00Z"}"#)
        #expect(reminders(task).map { $0.offset?.text } == [nil], "another instant is the user's own")
    }

    @Test("the successor inherits the distance, also of one whose instant is past by then")
    func successor() async throws {
        let task = try await task("-PT1H", "-P1D")
        try await bench.update(task.id, #"{"recurring_pattern": "daily"}"#)
        bench.clock.set(try instant("2026-01-06T08:00:00Z"))
        let done = try #require(try await bench.perform(.toggle(task.id)).task)
        let due = DueDate(
            wall: try #require(CivilDateTime(iso8601: "2026-01-07T12:00:00")), anchor: .zone("Asia/Karachi"))
        let command = TaskCommand.spawnOccurrence(
            of: task.id, due: due, completedAt: try #require(done.completedAt))
        let id = try #require(try await bench.perform(command).successorID)
        let inherited = try #require(bench.task(id)).reminders
        #expect(inherited.map { $0.offset?.text } == ["-PT1H", "-P1D"])
        #expect(inherited.map(\.status) == [.pending, .cancelled])
        #expect(inherited.map(\.cancelledBecause) == [nil, .passed])
        #expect(inherited[0].remindAt == (try instant("2026-01-07T06:00:00Z")))
    }
}
