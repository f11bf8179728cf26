import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Messages of a change")
struct ChangeMessagesTests {
    let bench = TaskBench()

    @Test("each change tells its task event first, its update last, and reminders between them")
    func order() async throws {
        try await bench.create(#"{"title": "a", "reminder_at": "2026-01-06T09:00:00Z"}"#)
        #expect(bench.outbox.map(\.topicName) == ["task-events", "reminders", "task-updates"])
    }

    @Test("the envelope names the change, its place and its schema")
    func envelope() async throws {
        let task = try await bench.create(#"{"title": "a", "reminder_at": "2026-01-06T09:00:00Z"}"#)
        let event = try #require(bench.outbox.taskEvents.first)
        #expect(event.id == "sara/1/task-event")
        #expect(event.type == "com.evolutiontodo.task.created.v1")
        #expect(event.source == "/services/backend-service")
        #expect(event.subject == task.id.description)
        #expect(event.time == bench.clock.now())
        #expect(event.dataSchema == "https://evolutiontodo.com/schemas/task-event.v1.json")
        #expect(event.partitionKey == "sara")
        #expect(event.sequence == 1)
        #expect(event.correlationID == "correlation-1")
        #expect(event.traceParent == bench.context().traceParent)
        let reminder = try #require(bench.outbox.reminders.first)
        #expect(reminder.id == "sara/1/reminder-1-scheduled")
        #expect(reminder.type == "com.evolutiontodo.reminder.scheduled.v1")
        #expect(reminder.dataSchema == "https://evolutiontodo.com/schemas/reminder.v1.json")
        let update = try #require(bench.outbox.taskUpdates.first)
        #expect(update.id == "sara/1/task-update")
        #expect(update.type == "com.evolutiontodo.task.sync.v1")
        #expect(update.dataSchema == "https://evolutiontodo.com/schemas/task-update.v1.json")
        #expect(update.data.sourceClient == .web)
    }

    @Test(
        "each kind of change has its word in the specification",
        arguments: [
            (Change.Kind.taskCreated, TaskEvent.EventType.created), (.occurrenceSpawned, .created),
            (.taskCompleted, .completed), (.taskDeleted, .deleted), (.taskUpdated, .updated), (.taskReopened, .updated),
            (.reminderAdded, .updated), (.reminderRemoved, .updated), (.reminderSent, .updated),
            (.tagCreated, .updated), (.tagUpdated, .updated), (.tagDeleted, .updated),
        ])
    func words(kind: Change.Kind, word: TaskEvent.EventType) {
        #expect(kind.eventType == word)
    }

    @Test("a deletion tells of the task as it was, and replicas that it is gone")
    func deletion() async throws {
        let task = try await bench.create(#"{"title": "a"}"#)
        let messages = try await bench.messages { try await bench.perform(.delete(task.id)) }
        #expect(messages.taskEvents.map(\.data.eventType) == [.deleted])
        #expect(messages.taskEvents.first?.data.taskData?.title == "a")
        #expect(messages.taskUpdates.first?.data.changes.deleted == true)
        #expect(messages.taskUpdates.first?.data.changes.task == nil)
        #expect(messages.taskUpdates.first?.data.taskID == task.id)
    }

    @Test("every message is the same after the codec of its topic")
    func codec() async throws {
        let task = try await bench.create(
            """
            {"title": "کل", "tags": ["گھر"], "due_date": "2026-01-31", "recurring_pattern": "monthly",
             "reminder_at": "2026-01-06T09:00:00Z"}
            """)
        try await bench.perform(.updateTag(name: "گھر", TagInput(name: "home")))
        try await bench.perform(.toggle(task.id))
        try await bench.perform(.delete(task.id))
        for event in bench.outbox.taskEvents {
            #expect(try TodoTopics.taskEvents.decode(TodoTopics.taskEvents.encode(event)) == event)
        }
        for event in bench.outbox.reminders {
            #expect(try TodoTopics.reminders.decode(TodoTopics.reminders.encode(event)) == event)
        }
        for event in bench.outbox.taskUpdates {
            #expect(try TodoTopics.taskUpdates.decode(TodoTopics.taskUpdates.encode(event)) == event)
        }
        #expect(bench.outbox.count == 4 * 2 + 2)
    }
}
