import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Task commands")
struct TaskCommandTests {
    let bench = TaskBench()

    @Test("a created task has its fields, version 1 and the tags it names")
    func create() async throws {
        let task = try await bench.create(
            """
            {"title": "  دودھ خریدنا ", "description": "two litres", "priority": "high", "tags": ["Home", "shop"],
             "due_date": "2026-01-06T09:00:00", "time_zone": "Asia/Karachi", "recurring_pattern": "weekly",
             "reminder_at": "2026-01-06T03:30:00Z"}
            """)
        #expect(task.title == "دودھ خریدنا")
        #expect(task.version == 1)
        #expect(task.priority == .high)
        #expect(task.tags == ["Home", "shop"])
        #expect(task.due?.instant(in: TaskBench.zones) == (try instant("2026-01-06T04:00:00Z")))
        #expect(task.series?.anchor == task.due?.wall)
        #expect(task.reminders.map(\.status) == [.pending])
        #expect(task.createdAt == bench.clock.now())
        #expect(bench.state().orderedTags.map(\.name) == ["Home", "shop"])
        #expect(bench.task(task.id) == task)
    }

    @Test("a tag that exists is taken as it is written, ignoring case")
    func createWithKnownTag() async throws {
        try await bench.perform(.createTag(TagInput(name: "Home", colour: "#1e90ff")))
        let task = try await bench.create(#"{"title": "sweep", "tags": ["HOME"]}"#)
        #expect(task.tags == ["Home"])
        #expect(bench.state().orderedTags == [Tag(name: "Home", colour: "#1e90ff")])
    }

    @Test("an edit changes what it names, and raises version and time of change")
    func edit() async throws {
        let task = try await bench.create(#"{"title": "read", "description": "a book", "tags": ["home"]}"#)
        bench.clock.advance(.seconds(60))
        try await bench.update(task.id, #"{"title": "write"}"#)
        let edited = try #require(bench.task(task.id))
        #expect(edited.title == "write")
        #expect(edited.description == "a book")
        #expect(edited.tags == ["home"])
        #expect(edited.version == 2)
        #expect(edited.updatedAt == bench.clock.now())
        #expect(edited.createdAt == task.createdAt)
    }

    @Test("an edit that changes nothing commits nothing")
    func emptyEdit() async throws {
        let task = try await bench.create(#"{"title": "read", "tags": ["home"]}"#)
        let outcome = try await bench.update(task.id, #"{"title": "read", "tags": ["HOME"], "completed": false}"#)
        #expect(outcome.sequence == nil)
        #expect(outcome.task == task)
        #expect(bench.state().sequence == 1)
        #expect(bench.outbox.count == 2)
    }

    @Test("toggling completes, and toggling again reopens")
    func toggle() async throws {
        let task = try await bench.create(#"{"title": "read"}"#)
        let completed = try await bench.perform(.toggle(task.id)).task
        #expect(completed?.completedAt == bench.clock.now())
        #expect(bench.outbox.taskEvents.last?.data.eventType == .completed)
        let reopened = try await bench.perform(.toggle(task.id)).task
        #expect(reopened?.isCompleted == false)
        #expect(reopened?.version == 3)
        #expect(bench.outbox.taskEvents.last?.data.change.kind == .taskReopened)
    }

    @Test("a deleted task is gone, for its user and everybody")
    func delete() async throws {
        let task = try await bench.create(#"{"title": "read"}"#)
        let outcome = try await bench.perform(.delete(task.id))
        #expect(outcome.task == task)
        #expect(bench.state().tasks.isEmpty)
        await bench.expectRefusal(.notFound("task \(task.id)"), .delete(task.id))
    }

    @Test("another user's task is not found, whatever is asked of it")
    func foreign() async throws {
        let task = try await bench.create(#"{"title": "secret", "reminder_at": "2026-01-06T09:00:00Z"}"#)
        let stranger = bench.context(UserID("omar"))
        let reminder = try #require(task.reminders.first)
        let commands: [TaskCommand] = [
            .update(task.id, try bench.input(#"{"title": "mine"}"#, .patch)), .toggle(task.id), .delete(task.id),
            .addReminder(task.id, ReminderInput(remindAt: .epoch)), .removeReminder(task.id, reminder.id),
            .markReminderSent(task.id, reminder.id, remindAt: reminder.remindAt),
        ]
        for command in commands { await bench.expectRefusal(.notFound("task \(task.id)"), command, stranger) }
        #expect(bench.task(task.id) == task)
        #expect(bench.store.transaction(\.userIDs) == [TaskBench.sara])
    }

    @Test("a command with an expected version is carried out on that version only")
    func expectedVersion() async throws {
        let task = try await bench.create(#"{"title": "read"}"#)
        await bench.expectRefusal(.versionMismatch(current: 1), .toggle(task.id), bench.context(version: 2))
        try await bench.perform(.toggle(task.id), bench.context(version: 1))
        await bench.expectRefusal(.versionMismatch(current: 2), .delete(task.id), bench.context(version: 1))
    }

    @Test("a task that repeats needs a due date, at creation and later")
    func repeatingNeedsDue() async throws {
        let failure = ValidationFailure(
            pointer: "/recurring_pattern", code: .conflict, message: "a task that repeats needs a due_date")
        await bench.expectRefusal(
            .invalid(failure), .create(try bench.input(#"{"title": "a", "recurring_pattern": "daily"}"#)))
        let task = try await bench.create(
            #"{"title": "a", "recurring_pattern": "daily", "due_date": "2026-01-06"}"#)
        await bench.expectRefusal(
            .invalid(failure), .update(task.id, try bench.input(#"{"due_date": null}"#, .patch)))
    }

    @Test("moving a due date starts the count of its series anew; other edits do not")
    func moveDue() async throws {
        let task = try await bench.create(
            #"{"title": "rent", "recurring_pattern": "monthly", "due_date": "2026-01-31"}"#)
        try await bench.update(task.id, #"{"title": "the rent"}"#)
        #expect(bench.task(task.id)?.series == task.series)
        try await bench.update(task.id, #"{"due_date": "2026-02-15"}"#)
        #expect(bench.task(task.id)?.series?.anchor == CivilDateTime(iso8601: "2026-02-15T00:00:00"))
        #expect(bench.task(task.id)?.nextOccurrence?.text == "2026-03-15")
    }

    @Test("a user's command moves that user's sequence alone")
    func sequences() async throws {
        try await bench.create(#"{"title": "a"}"#)
        try await bench.create(#"{"title": "b"}"#, bench.context(UserID("omar")))
        let outcome = try await bench.perform(.create(bench.input(#"{"title": "c"}"#)))
        #expect(outcome.sequence == 2)
        #expect(bench.state(of: UserID("omar")).sequence == 1)
    }

    @Test("refused commands use up no identity")
    func identitiesAreKept() async throws {
        let first = try await bench.create(#"{"title": "a", "reminder_at": "2026-01-06T09:00:00Z"}"#)
        for _ in 1...40 {
            await bench.expectRefusal(.notFound("task 99"), .addReminder(TaskID(99), ReminderInput(remindAt: .epoch)))
        }
        let second = try await bench.create(#"{"title": "b", "reminder_at": "2026-01-06T09:00:00Z"}"#)
        #expect(first.id == TaskID(1))
        #expect(second.id == TaskID(2))
        #expect(second.reminders.map(\.id) == [ReminderID(2)])
    }
}
