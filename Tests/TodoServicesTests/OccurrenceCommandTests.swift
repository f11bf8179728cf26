import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Occurrences of a series")
struct OccurrenceCommandTests {
    let bench = TaskBench()

    private func completedWeekly() async throws -> TodoTask {
        let task = try await bench.create(
            """
            {"title": "water", "description": "the plants", "priority": "high", "tags": ["home"],
             "due_date": "2026-01-06T09:00:00", "time_zone": "Asia/Karachi", "recurring_pattern": "weekly",
             "reminder_at": "2026-01-06T03:00:00Z"}
            """)
        return try #require(try await bench.perform(.toggle(task.id)).task)
    }

    private func lastRequest() throws -> SpawnOccurrence {
        let event = try #require(bench.outbox.taskEvents.last)
        return try #require(SuccessorDecision.request(for: event.data, zones: TaskBench.zones))
    }

    private func spawn(_ request: SpawnOccurrence) async throws -> CommandOutcome {
        try await bench.perform(
            .spawnOccurrence(of: request.predecessorID, due: request.due, completedAt: request.completedAt))
    }

    @Test("a done occurrence that is put on another clock before its successor is made has one on that clock")
    func movedMeanwhile() async throws {
        let predecessor = try await completedWeekly()
        let request = try lastRequest()
        bench.clock.advance(.seconds(1))
        try await bench.update(predecessor.id, #"{"time_zone": "America/New_York"}"#)
        let task = try #require(try await spawn(request).task)
        #expect(task.due?.text == "2026-01-13T09:00:00")
        #expect(task.due?.zoneName == "America/New_York")
    }

    @Test("a done occurrence of a day that gets a time of day before its successor is made has one with that time")
    func timedMeanwhile() async throws {
        let day = try await bench.create(#"{"title": "a", "due_date": "2026-01-06", "recurring_pattern": "daily"}"#)
        try await bench.perform(.toggle(day.id))
        let request = try lastRequest()
        #expect(request.due.isAllDay)
        bench.clock.advance(.seconds(1))
        try await bench.update(day.id, #"{"due_date": "2026-01-06T13:06:00"}"#)
        let task = try #require(try await spawn(request).task)
        #expect(task.due?.text == "2026-01-07T13:06:00")
    }

    @Test("the successor is the same task a week later, open, with its reminder as long before")
    func successor() async throws {
        let predecessor = try await completedWeekly()
        let outcome = try await spawn(lastRequest())
        let task = try #require(outcome.task)
        #expect(outcome.successorID == task.id)
        #expect(task.id != predecessor.id)
        #expect(task.title == "water")
        #expect(task.description == "the plants")
        #expect(task.priority == .high)
        #expect(task.tags == ["home"])
        #expect(!task.isCompleted)
        #expect(task.version == 1)
        #expect(task.due?.text == "2026-01-13T09:00:00")
        #expect(task.due?.zoneName == "Asia/Karachi")
        #expect(task.series?.predecessorID == predecessor.id)
        #expect(task.series?.anchor == predecessor.series?.anchor)
        #expect(task.reminders.map(\.remindAt) == [try instant("2026-01-13T03:00:00Z")])
        #expect(task.reminders.map(\.status) == [.pending])
        #expect(bench.outbox.taskEvents.last?.data.eventType == .created)
        #expect(bench.outbox.reminders.last?.data.reminderID == task.reminders.first?.id)
    }

    @Test("asked again, there is the same successor")
    func once() async throws {
        _ = try await completedWeekly()
        let request = try lastRequest()
        let first = try await spawn(request)
        let second = try await spawn(request)
        #expect(second.successorID == first.successorID)
        #expect(second.sequence == nil)
        #expect(bench.state().tasks.count == 2)
    }

    @Test("a completion delivered again does not bring back a successor that was deleted, or that repeats no more")
    func deletedSuccessor() async throws {
        _ = try await completedWeekly()
        let request = try lastRequest()
        let successor = try #require(try await spawn(request).successorID)
        try await bench.update(successor, #"{"recurring_pattern": null}"#)
        #expect(try await spawn(request).successorID == successor)
        try await bench.perform(.delete(successor))
        let outcome = try await spawn(request)
        #expect(outcome.sequence == nil)
        #expect(outcome.successorID == successor)
        #expect(bench.state().tasks.count == 1)
    }

    @Test("a completion that was taken back asks for nothing, also when the task was completed anew")
    func staleCompletion() async throws {
        let task = try await completedWeekly()
        let stale = try lastRequest()
        bench.clock.advance(.seconds(30 * 86_400))
        try await bench.perform(.toggle(task.id))
        #expect(try await spawn(stale).successorID == nil)
        try await bench.perform(.toggle(task.id))
        #expect(try await spawn(stale).successorID == nil)
        let outcome = try await spawn(lastRequest())
        #expect(outcome.task?.due?.text == "2026-02-10T09:00:00")
    }

    @Test("a task that is gone, or repeats no more, has no successor")
    func notWanted() async throws {
        let task = try await completedWeekly()
        let request = try lastRequest()
        try await bench.update(task.id, #"{"recurring_pattern": null}"#)
        #expect(try await spawn(request).successorID == nil)
        try await bench.perform(.delete(task.id))
        await #expect(throws: TaskRefusal.notFound("task \(task.id)")) { try await spawn(request) }
    }

    @Test("a task made as done, or set to repeat when it is done, gets its successor too")
    func doneFromTheStart() async throws {
        let made = try await bench.create(
            #"{"title": "a", "due_date": "2026-01-05", "recurring_pattern": "daily", "completed": true}"#)
        #expect(try lastRequest().predecessorID == made.id)
        let plain = try await bench.create(#"{"title": "b", "due_date": "2026-01-05", "completed": true}"#)
        let event = try #require(bench.outbox.taskEvents.last)
        #expect(SuccessorDecision.request(for: event.data, zones: TaskBench.zones) == nil)
        try await bench.update(plain.id, #"{"recurring_pattern": "daily"}"#)
        #expect(try lastRequest().predecessorID == plain.id)
    }

    @Test("no other change asks for a successor")
    func otherChanges() async throws {
        let task = try await completedWeekly()
        let input = ReminderInput(remindAt: try instant("2026-01-07T09:00:00Z"))
        try await bench.perform(.addReminder(task.id, input))
        try await bench.perform(.createTag(TagInput(name: "x")))
        try await bench.perform(.toggle(task.id))
        try await bench.perform(.delete(task.id))
        let requests = bench.outbox.taskEvents.map {
            SuccessorDecision.request(for: $0.data, zones: TaskBench.zones)?.predecessorID
        }
        #expect(requests == [nil, task.id, nil, nil, nil, nil])
    }

    @Test("a reminder that would move beyond the year 9999 is left out")
    func farReminder() async throws {
        let task = try await bench.create(
            """
            {"title": "a", "due_date": "2026-01-06T09:00:00Z", "recurring_pattern": "weekly", "completed": true,
             "reminder_at": "9999-12-31T00:00:00Z"}
            """)
        let outcome = try await spawn(lastRequest())
        #expect(task.reminders.count == 1)
        #expect(outcome.task?.reminders == [])
        for event in bench.outbox.taskEvents {
            #expect(try TodoTopics.taskEvents.decode(TodoTopics.taskEvents.encode(event)) == event)
        }
    }
}
