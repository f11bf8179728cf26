import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Subtasks and the trash")
struct TrashTests {
    let bench = TaskBench()

    private func days(_ count: Int64) {
        bench.clock.set(bench.clock.now().adding(milliseconds: count * 86_400_000))
    }

    @Test("a deleted task waits in the trash and comes back as it was")
    func restores() async throws {
        let task = try await bench.create(
            #"{"title": "call", "tags": ["Work"], "due_date": "2026-01-09", "recurring_pattern": "daily"}"#)
        try await bench.perform(.delete(task.id))
        #expect(bench.task(task.id) == nil)
        #expect(try await bench.service.trash(of: TaskBench.sara).map(\.task) == [task])
        let update = try #require(bench.outbox.taskUpdates.last)
        #expect(update.data.changes.deleted == true)
        #expect(update.data.changes.trashed?.first?.task == TaskDocument(task))
        let back = try #require(try await bench.perform(.restore(task.id)).task)
        var expected = task
        expected.version = 2
        expected.updatedAt = back.updatedAt
        #expect(back == expected)
        #expect(bench.state().trash.isEmpty)
        #expect(bench.outbox.taskUpdates.last?.data.changes.untrashed == [task.id])
        #expect(bench.outbox.taskEvents.last?.data.eventType == .created)
    }

    @Test("a reminder whose time passed meanwhile does not come any more, a later one does")
    func reminders() async throws {
        let task = try await bench.create(#"{"title": "call"}"#)
        let soon = bench.clock.now().adding(milliseconds: 3_600_000)
        let later = bench.clock.now().adding(milliseconds: 5 * 86_400_000)
        try await bench.perform(.addReminder(task.id, ReminderInput(remindAt: soon)))
        try await bench.perform(.addReminder(task.id, ReminderInput(remindAt: later)))
        let gone = try await bench.messages { try await bench.perform(.delete(task.id)) }.reminders
        #expect(gone.map(\.data.eventType) == [.cancelled, .cancelled])
        days(2)
        let told = try await bench.messages { try await bench.perform(.restore(task.id)) }.reminders
        #expect(told.map(\.data.remindAt) == [later])
        #expect(told.map(\.data.eventType) == [.scheduled])
        #expect(bench.task(task.id)?.reminders.map(\.status) == [.cancelled, .pending])
        #expect(bench.task(task.id)?.reminders.first?.cancelledBecause == .passed)
    }

    @Test("after thirty days a task is gone, and the next deletion takes it away")
    func expires() async throws {
        let old = try await bench.create(#"{"title": "old"}"#)
        try await bench.perform(.delete(old.id))
        days(30)
        #expect(try await bench.service.trash(of: TaskBench.sara).isEmpty)
        await bench.expectRefusal(.notFound("task \(old.id) in the trash"), .restore(old.id))
        #expect(bench.state().trash.count == 1)
        let new = try await bench.create(#"{"title": "new"}"#)
        try await bench.perform(.delete(new.id))
        #expect(bench.state().trash.map(\.task.id) == [new.id])
    }

    @Test("the trash is emptied, one task or all")
    func purges() async throws {
        var ids: [TaskID] = []
        for title in ["a", "b", "c"] {
            let task = try await bench.create(#"{"title": "\#(title)"}"#)
            try await bench.perform(.delete(task.id))
            ids.append(task.id)
        }
        #expect(try await bench.perform(.purge([ids[1]])).purgedCount == 1)
        #expect(try await bench.perform(.purge([ids[1]])).purgedCount == 0)
        #expect(bench.state().trash.map(\.task.id) == [ids[0], ids[2]])
        try await bench.service.emptyTrash(bench.context())
        #expect(bench.state().trash.isEmpty)
        await bench.expectRefusal(.notFound("task \(ids[0]) in the trash"), .restore(ids[0]))
    }

    @Test("nobody restores what another deleted")
    func isolation() async throws {
        let task = try await bench.create(#"{"title": "mine"}"#)
        try await bench.perform(.delete(task.id))
        let omar = bench.context(UserID("omar"))
        await #expect(throws: TaskRefusal.notFound("task \(task.id) in the trash")) {
            try await bench.perform(.restore(task.id), omar)
        }
    }

    @Test("a parent takes its subtasks to the trash and back")
    func family() async throws {
        let parent = try await bench.create(#"{"title": "move"}"#)
        let child = try await bench.create(#"{"title": "boxes", "parent_id": \#(parent.id), "tags": ["Home"]}"#)
        #expect(child.parentID == parent.id)
        try await bench.perform(.delete(parent.id))
        #expect(bench.state().tasks.isEmpty)
        #expect(bench.outbox.taskUpdates.last?.data.changes.removedTasks == [child.id])
        try await bench.perform(.deleteTag(name: "home"))
        try await bench.perform(.restore(parent.id))
        #expect(bench.task(child.id)?.parentID == parent.id)
        #expect(bench.state().orderedTags.map(\.name) == ["Home"])
        #expect(bench.outbox.taskUpdates.last?.data.changes.otherTasks?.map(\.task.id) == [child.id])
    }

    @Test("a subtask whose parent is gone comes back as a task of its own")
    func orphan() async throws {
        let parent = try await bench.create(#"{"title": "move"}"#)
        let child = try await bench.create(#"{"title": "boxes", "parent_id": \#(parent.id)}"#)
        try await bench.perform(.delete(child.id))
        try await bench.perform(.delete(parent.id))
        #expect(try await bench.perform(.restore(child.id)).task?.parentID == nil)
    }

    @Test("subtasks go one level deep and do not repeat")
    func levels() async throws {
        let parent = try await bench.create(#"{"title": "move"}"#)
        let child = try await bench.create(#"{"title": "boxes", "parent_id": \#(parent.id)}"#)
        func refusal(_ message: String) -> TaskRefusal {
            .invalid(ValidationFailure(pointer: "/parent_id", code: .conflict, message: message))
        }
        await bench.expectRefusal(
            refusal("task \(child.id) is a subtask itself; subtasks go one level deep"),
            .create(try bench.input(#"{"title": "tape", "parent_id": \#(child.id)}"#)))
        let other = try await bench.create(#"{"title": "travel"}"#)
        await bench.expectRefusal(
            refusal("task \(parent.id) has subtasks itself; subtasks go one level deep"),
            .update(parent.id, try bench.input(#"{"parent_id": \#(other.id)}"#, .patch)))
        await bench.expectRefusal(
            refusal("a task cannot be its own subtask"),
            .update(other.id, try bench.input(#"{"parent_id": \#(other.id)}"#, .patch)))
        await bench.expectRefusal(
            refusal("task 999 does not exist"),
            .update(other.id, try bench.input(#"{"parent_id": 999}"#, .patch)))
        await bench.expectRefusal(
            refusal("a subtask cannot repeat; repeat its parent instead"),
            .update(child.id, try bench.input(#"{"due_date": "2026-01-09", "recurring_pattern": "daily"}"#, .patch)))
        #expect(try await bench.update(child.id, #"{"parent_id": null}"#).task?.parentID == nil)
    }
}
