import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Reminder commands")
struct ReminderCommandTests {
    let bench = TaskBench()

    private func taskWithReminder() async throws -> (TodoTask, Reminder) {
        let task = try await bench.create(#"{"title": "call", "reminder_at": "2026-01-06T09:00:00Z"}"#)
        return (task, try #require(task.reminders.first))
    }

    @Test("an added reminder is pending and scheduled; a removed one is cancelled")
    func addAndRemove() async throws {
        let task = try await bench.create(#"{"title": "call"}"#)
        let moment = try instant("2026-01-06T09:00:00Z")
        let input = ReminderInput(remindAt: moment)
        let added = try await bench.messages { try await bench.perform(.addReminder(task.id, input)) }
        let event = try #require(added.reminders.first?.data)
        #expect(added.reminders.count == 1)
        #expect(event.eventType == .scheduled)
        #expect(event.remindAt == moment)
        #expect(event.dueAt == moment, "a task at no time is due when its reminder says")
        #expect(bench.task(task.id)?.reminders == [Reminder(id: event.reminderID, remindAt: moment)])

        let removed = try await bench.messages { try await bench.perform(.removeReminder(task.id, event.reminderID)) }
        #expect(removed.reminders.map(\.data.eventType) == [.cancelled])
        #expect(removed.reminders.map(\.data.reminderID) == [event.reminderID])
        #expect(bench.task(task.id)?.reminders == [])
    }

    @Test("a reminder that the task has not is not found")
    func removeUnknown() async throws {
        let (task, _) = try await taskWithReminder()
        await bench.expectRefusal(
            .notFound("reminder 99 of task \(task.id)"), .removeReminder(task.id, ReminderID(99)))
    }

    @Test("a task takes twenty reminders and no more")
    func limit() async throws {
        let task = try await bench.create(#"{"title": "call"}"#)
        for hour in 1...20 {
            let input = ReminderInput(remindAt: bench.clock.now() + .seconds(hour * 3_600))
            try await bench.perform(.addReminder(task.id, input))
        }
        let reminders = try #require(bench.task(task.id)?.reminders)
        #expect(Set(reminders.map(\.id)).count == 20)
        let failure = ValidationFailure(
            pointer: "/remind_at", code: .tooLong, message: "a task has at most 20 reminders; remove one first")
        await bench.expectRefusal(.invalid(failure), .addReminder(task.id, ReminderInput(remindAt: .epoch)))
    }

    @Test("completing withdraws what is pending, and deleting too")
    func withdraw() async throws {
        let (task, reminder) = try await taskWithReminder()
        let completed = try await bench.messages { try await bench.perform(.toggle(task.id)) }
        #expect(completed.reminders.map(\.data.eventType) == [.cancelled])
        #expect(bench.task(task.id)?.reminders.map(\.status) == [.cancelled])
        let deleted = try await bench.messages { try await bench.perform(.delete(task.id)) }
        #expect(deleted.reminders.isEmpty, "it was withdrawn already")

        let (other, second) = try await taskWithReminder()
        let gone = try await bench.messages { try await bench.perform(.delete(other.id)) }
        #expect(gone.reminders.map(\.data.eventType) == [.cancelled])
        #expect(gone.reminders.map(\.data.reminderID) == [second.id])
        #expect(second.id != reminder.id)
    }

    @Test("reopening in time makes a new reminder in place of the withdrawn one, never under the same identity")
    func reopen() async throws {
        let (task, reminder) = try await taskWithReminder()
        try await bench.perform(.toggle(task.id))
        let messages = try await bench.messages { try await bench.perform(.toggle(task.id)) }
        let renewed = try #require(bench.task(task.id)?.reminders.first)
        #expect(renewed.status == .pending)
        #expect(renewed.remindAt == reminder.remindAt)
        #expect(renewed.id != reminder.id)
        #expect(messages.reminders.map(\.data.eventType) == [.scheduled])
        #expect(messages.reminders.map(\.data.reminderID) == [renewed.id])
    }

    @Test("reopening a task of twenty reminders, its first one moved, renews them all")
    func reopenFull() async throws {
        let task = try await bench.create(#"{"title": "call"}"#)
        for hour in 1...20 {
            let input = ReminderInput(remindAt: bench.clock.now() + .seconds(hour * 3_600))
            try await bench.perform(.addReminder(task.id, input))
        }
        try await bench.perform(.toggle(task.id))
        try await bench.update(task.id, #"{"completed": false, "reminder_at": "2026-01-05T08:30:00Z"}"#)
        let reminders = try #require(bench.task(task.id)?.reminders)
        #expect(reminders.count == 20)
        #expect(reminders.allSatisfy { $0.status == .pending })
        #expect(Set(reminders.map(\.id)).count == 20)
    }

    @Test("reopening too late leaves the reminder withdrawn")
    func reopenLate() async throws {
        let (task, reminder) = try await taskWithReminder()
        try await bench.perform(.toggle(task.id))
        bench.clock.set(reminder.remindAt)
        let messages = try await bench.messages { try await bench.perform(.toggle(task.id)) }
        #expect(messages.reminders.isEmpty)
        #expect(bench.task(task.id)?.reminders.map(\.status) == [.cancelled])
    }

    @Test("moving the first reminder cancels the old one and schedules a new one")
    func move() async throws {
        let (task, reminder) = try await taskWithReminder()
        let messages = try await bench.messages {
            try await bench.update(task.id, #"{"reminder_at": "2026-01-07T09:00:00Z"}"#)
        }
        #expect(messages.reminders.map(\.data.eventType) == [.cancelled, .scheduled])
        #expect(messages.reminders.first?.data.reminderID == reminder.id)
        #expect(messages.reminders.last?.data.reminderID != reminder.id)
        await bench.expectRefusal(
            .notFound("reminder \(reminder.id) at \(reminder.remindAt) of task \(task.id)"),
            .markReminderSent(task.id, reminder.id, remindAt: reminder.remindAt))
    }

    @Test("a due reminder is marked sent once, and its update is the notification")
    func markSent() async throws {
        let (task, reminder) = try await taskWithReminder()
        let command = TaskCommand.markReminderSent(task.id, reminder.id, remindAt: reminder.remindAt)
        bench.clock.set(reminder.remindAt.adding(milliseconds: -1))
        await bench.expectRefusal(.tooEarly, command)
        bench.clock.set(reminder.remindAt)
        let messages = try await bench.messages { try await bench.perform(command) }
        #expect(messages.reminders.isEmpty, "there is nothing left to cancel")
        let notification = try #require(messages.taskUpdates.first?.data.notification)
        #expect(notification.reminderID == reminder.id)
        #expect(notification.title == "call")
        #expect(notification.sentAt == reminder.remindAt)
        #expect(messages.taskEvents.first?.data.change.kind == .reminderSent)
        let again = try await bench.perform(command)
        #expect(again.sequence == nil)
        #expect(again.reminder?.status == .sent)
        #expect(bench.state().sequence == 2)
    }

    @Test("a reminder of a task that is done is not sent")
    func notSentWhenDone() async throws {
        let (task, reminder) = try await taskWithReminder()
        try await bench.perform(.toggle(task.id))
        bench.clock.set(reminder.remindAt)
        let outcome = try await bench.perform(
            .markReminderSent(task.id, reminder.id, remindAt: reminder.remindAt))
        #expect(outcome.sequence == nil)
        #expect(outcome.reminder?.status == .cancelled)
        #expect(bench.outbox.taskUpdates.allSatisfy { $0.data.notification == nil })
    }

    @Test("the due instant in a reminder event can be written, even at the end of time")
    func endOfTime() async throws {
        let messages = try await bench.messages {
            try await bench.create(
                """
                {"title": "last", "due_date": "9999-12-31T23:00:00", "time_zone": "America/New_York",
                 "reminder_at": "2026-01-06T09:00:00Z"}
                """)
        }
        let event = try #require(messages.reminders.first)
        #expect(event.data.dueAt == Timestamp.writable.upperBound)
        #expect(try TodoTopics.reminders.decode(TodoTopics.reminders.encode(event)) == event)
    }
}
