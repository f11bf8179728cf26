import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Undo of the last change")
struct UndoLastTests {
    let bench = TaskBench()

    /// The state but for versions, instants of change and the sequence, which undo does not turn back.
    private func essence() -> [String] {
        let state = bench.state()
        var tasks = state.orderedTasks
        for index in tasks.indices {
            tasks[index].version = 0
            tasks[index].updatedAt = .epoch
        }
        var settings = state.settings
        settings.version = 0
        return tasks.map { "\($0)" } + state.orderedTags.map { "\($0)" } + ["\(settings)"]
            + state.savedFilters.map { "\($0)" } + state.trash.map { "\($0.task.id)" }
    }

    /// Does something, undoes it, and undoes that.
    private func expectUndone(
        _ what: String, at location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
    ) async throws {
        let before = essence()
        try await body()
        let after = essence()
        #expect(before != after, "\(what) changes nothing", sourceLocation: location)
        try await bench.perform(.undoLast)
        #expect(essence() == before, "\(what) is not undone", sourceLocation: location)
        #expect(bench.outbox.taskUpdates.last?.data.kind == .changeUndone, sourceLocation: location)
        try await bench.perform(.undoLast)
        #expect(essence() == after, "\(what) is not done again", sourceLocation: location)
        try await bench.perform(.undoLast)
        #expect(essence() == before, "\(what) is not undone again", sourceLocation: location)
    }

    @Test("takes every sort of change back, and again")
    func sorts() async throws {
        let task = try await bench.create(#"{"title": "call", "tags": ["Work"], "due_date": "2026-03-01T09:00:00"}"#)
        try await bench.perform(.createFilter(SavedFilterInput(name: "Soon", filter: "due < now+7d")))
        try await expectUndone("a new task") { try await bench.create(#"{"title": "new"}"#) }
        try await expectUndone("an edit") { try await bench.update(task.id, #"{"title": "ring", "due_date": null}"#) }
        try await expectUndone("a completion") { try await bench.perform(.toggle(task.id)) }
        try await expectUndone("a deletion") { try await bench.perform(.delete(task.id)) }
        try await expectUndone("a reminder") {
            let later = bench.clock.now().adding(milliseconds: 86_400_000)
            try await bench.perform(.addReminder(task.id, ReminderInput(remindAt: later)))
        }
        try await expectUndone("a new tag") { try await bench.perform(.createTag(TagInput(name: "new"))) }
        try await expectUndone("a renamed tag") {
            try await bench.perform(.updateTag(name: "work", TagInput(name: "Job", colour: "#112233")))
        }
        try await expectUndone("settings") {
            var input = SettingsInput()
            input.weekStart = .set(.sunday)
            input.locale = .set("ur-PK")
            try await bench.perform(.changeSettings(input))
        }
        try await expectUndone("a saved filter") {
            try await bench.perform(.updateFilter(name: "soon", SavedFilterInput(name: "Later", sort: .title)))
        }
        try await expectUndone("a deleted filter") { try await bench.perform(.deleteFilter(name: "soon")) }
    }

    @Test("takes a completion back with the occurrence that it made, and makes it anew")
    func successor() async throws {
        let task = try await bench.create(
            #"{"title": "water", "due_date": "2026-01-09T09:00:00", "recurring_pattern": "daily"}"#)
        let done = try #require(try await bench.perform(.toggle(task.id)).task)
        let due = DueDate(wall: try #require(CivilDateTime(iso8601: "2026-01-10T09:00:00")))
        let spawn = TaskCommand.spawnOccurrence(
            of: task.id, due: due, completedAt: try #require(done.completedAt))
        let service = bench.context(actor: .service("recurring-task-service"))
        let next = try #require(try await bench.perform(spawn, service).successorID)
        try await bench.perform(.undoLast)
        #expect(bench.task(next) == nil)
        #expect(bench.task(task.id)?.isCompleted == false)
        try await bench.perform(.undoLast)
        #expect(bench.outbox.taskEvents.last?.data.eventType == .completed)
        let event = try #require(bench.outbox.taskEvents.last)
        #expect(SuccessorDecision.request(for: event.data, zones: TaskBench.zones)?.predecessorID == task.id)
    }

    @Test("leaves alone what has changed since")
    func overtaken() async throws {
        let task = try await bench.create(#"{"title": "call"}"#)
        let soon = bench.clock.now().adding(milliseconds: 60_000)
        let reminder = try #require(
            try await bench.perform(.addReminder(task.id, ReminderInput(remindAt: soon))).reminder)
        bench.clock.set(soon)
        try await bench.perform(
            .markReminderSent(task.id, reminder.id, remindAt: soon),
            bench.context(actor: .service("notification-service")))
        await bench.expectRefusal(
            .conflict("task \(task.id) has changed since; the last change cannot be undone any more"), .undoLast)
    }

    @Test("says what cannot be undone")
    func impossible() async throws {
        await bench.expectRefusal(.conflict("there is no change to undo"), .undoLast)
        try await bench.create(#"{"title": "call", "tags": ["a", "b"]}"#)
        try await bench.perform(.mergeTag(name: "a", into: "b"))
        await bench.expectRefusal(.conflict("the last change, tag_merged, cannot be undone"), .undoLast)
        try await bench.perform(.deleteTag(name: "b"))
        await bench.expectRefusal(.conflict("the last change, tag_deleted, cannot be undone"), .undoLast)
    }

    @Test("has one effect for one key, and is each user's own")
    func once() async throws {
        let task = try await bench.create(#"{"title": "call"}"#)
        try await bench.update(task.id, #"{"title": "ring"}"#)
        let context = bench.context(key: "undo-1")
        let first = try await bench.perform(.undoLast, context)
        #expect(try await bench.perform(.undoLast, context) == first)
        #expect(bench.task(task.id)?.title == "call")
        await #expect(throws: TaskRefusal.conflict("there is no change to undo")) {
            try await bench.perform(.undoLast, bench.context(UserID("omar")))
        }
    }
}
