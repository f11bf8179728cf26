import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@Suite("Fields of payloads")
struct PayloadFieldTests {
    private let bare = TodoTask(
        id: TaskID(7), userID: UserID("sara"), title: "read", createdAt: .epoch, updatedAt: .epoch)

    /// A task with every field set.
    private func full() throws -> TodoTask {
        var task = bare
        task.description = "a book"
        task.priority = .high
        task.due = DueDate(text: "2026-01-31T09:00:00", zoneName: "Asia/Karachi", zones: testZones)
        task.series = Series(rule: try rule("monthly"), anchor: try reading("2026-01-31T09:00:00"))
        task.tags = ["گھر"]
        task.reminders = [
            Reminder(id: ReminderID(2), remindAt: try instant("2026-01-30T09:00:00Z")),
            Reminder(id: ReminderID(1), remindAt: try instant("2026-01-31T03:00:00Z")),
            Reminder(
                id: ReminderID(3), remindAt: try instant("2026-01-02T03:00:00Z"), status: .sent,
                sentAt: try instant("2026-01-02T03:00:00Z")),
        ]
        return task
    }

    private func change(_ kind: Change.Kind, _ task: TodoTask?, _ effects: [Effect]) -> Change {
        Change(
            sequence: 3, kind: kind, taskID: task?.id, actor: .user, time: .epoch, correlationID: "c", effects: effects)
    }

    private func event<Payload>(_ schema: String, _ type: String, _ data: Payload) -> CloudEvent<Payload> {
        CloudEvent(
            id: "sara/3/\(schema)", type: "com.evolutiontodo.\(type).v1", source: "/services/backend-service",
            subject: "7", time: .epoch, dataSchema: "https://evolutiontodo.com/schemas/\(schema).v1.json",
            partitionKey: "sara", sequence: 3, correlationID: "c", data: data)
    }

    private func fields(_ value: some Encodable, under path: String...) throws -> Set<String> {
        var value = try JSONCodec.decode(JSONValue.self, from: JSONCodec.encode(value))
        for name in path {
            guard case .object(let fields) = value, let next = fields[name] else { return ["no \(name)"] }
            value = next
        }
        guard case .object(let fields) = value else { return ["no object"] }
        return Set(fields.keys)
    }

    @Test("a task event has the fields of the specification, whether or not they have values")
    func taskEvent() throws {
        for task in [bare, try full()] {
            let data = TaskEvent(
                eventType: .created, taskID: task.id, userID: task.userID, taskData: TaskData(task), timestamp: .epoch,
                correlationID: "c", change: change(.taskCreated, task, [.putTask(task)]))
            let fixed: Set = ["event_type", "task_id", "user_id", "task_data", "timestamp", "correlation_id"]
            #expect(try fields(data) == fixed.union(["change"]))
            #expect(
                try fields(data, under: "task_data") == [
                    "title", "description", "completed", "priority", "due_date", "tags", "recurring",
                ])
            #expect(try fields(data, under: "task_data", "recurring") == ["enabled", "pattern", "next_occurrence"])
            let bytes = try TodoTopics.taskEvents.encode(event("task-event", "task.created", data))
            #expect(try SchemaFiles.faults(inEvent: bytes) == [])
        }
    }

    @Test("a task event of a tag has null for its task's data")
    func tagEvent() throws {
        let effects: [Effect] = [.putTag(Tag(name: "گھر")), .renameTag(from: "a", to: "b"), .removeTag(name: "c")]
        let data = TaskEvent(
            eventType: .updated, taskID: TaskID(0), userID: UserID("sara"), taskData: nil, timestamp: .epoch,
            correlationID: "c", change: change(.tagUpdated, nil, effects))
        let text = String(decoding: try JSONCodec.encode(data), as: UTF8.self)
        #expect(text.contains(#""task_data":null"#))
        let bytes = try TodoTopics.taskEvents.encode(event("task-event", "task.updated", data))
        #expect(try SchemaFiles.faults(inEvent: bytes) == [])
    }

    @Test("a reminder event has the fields of the specification and two more")
    func reminderEvent() throws {
        let data = ReminderEvent(
            taskID: TaskID(7), userID: UserID("sara"), title: "read", dueAt: .epoch, remindAt: .epoch,
            correlationID: "c", eventType: .cancelled, reminderID: ReminderID(1))
        let fixed: Set = [
            "task_id", "user_id", "title", "due_at", "remind_at", "notification_type", "correlation_id",
        ]
        #expect(try fields(data) == fixed.union(["event_type", "reminder_id"]))
        #expect(data.notificationType == .inApp)
        let bytes = try TodoTopics.reminders.encode(event("reminder", "reminder.cancelled", data))
        #expect(try SchemaFiles.faults(inEvent: bytes) == [])
    }

    @Test("an update has the fields of the specification and more")
    func taskUpdate() throws {
        let task = try full()
        let notification = ReminderNotification(
            reminderID: ReminderID(1), taskID: task.id, title: task.title, dueDate: nil, remindAt: .epoch,
            sentAt: .epoch)
        let data = TaskUpdate(
            taskID: task.id, userID: task.userID, changes: SyncChanges([.putTag(Tag(name: "گھر")), .putTask(task)]),
            sourceClient: .mobile, timestamp: .epoch, kind: .reminderSent, correlationID: "c",
            notification: notification, mutationID: "m")
        let fixed: Set = ["event_type", "task_id", "user_id", "changes", "source_client", "timestamp"]
        #expect(try fields(data) == fixed.union(["kind", "correlation_id", "notification", "mutation_id"]))
        #expect(try fields(data, under: "changes") == ["tags", "task", "reminders"])
        #expect(
            try fields(data, under: "notification") == [
                "reminder_id", "task_id", "title", "due_date", "remind_at", "sent_at",
            ])
        let bytes = try TodoTopics.taskUpdates.encode(event("task-update", "task.sync", data))
        #expect(try SchemaFiles.faults(inEvent: bytes) == [])
    }

    @Test("the changes for replicas follow from the effects")
    func syncChanges() throws {
        let changes = SyncChanges([
            .renameTag(from: "a", to: "b"), .putTag(Tag(name: "b")), .putTag(Tag(name: "c")), .removeTag(name: "d"),
        ])
        #expect(changes.renamedTag == TagRename(from: "a", to: "b"))
        #expect(changes.tags == [Tag(name: "b"), Tag(name: "c")])
        #expect(changes.removedTag == "d")
        #expect(changes.task == nil)
        #expect(changes.deleted == nil)
        #expect(SyncChanges([.removeTask(TaskID(7))]).deleted == true)
        #expect(try fields(SyncChanges([.removeTask(TaskID(7))])) == ["deleted"])
        let task = try full()
        #expect(SyncChanges([.putTask(task)]).reminders == task.reminders)
    }

    @Test("a task document has every field of the HTTP surface, absent values as null")
    func taskDocument() throws {
        let names: Set = [
            "id", "user_id", "title", "description", "completed", "priority", "due_date", "time_zone", "reminder_at",
            "recurring_pattern", "next_occurrence", "tags", "version", "created_at", "updated_at",
        ]
        let empty = TaskDocument(bare)
        #expect(try fields(empty) == names)
        guard case .object(let values) = try JSONCodec.decode(JSONValue.self, from: JSONCodec.encode(empty)) else {
            Issue.record("a document is an object")
            return
        }
        let absent = values.filter { $0.value == .null }.keys.sorted()
        #expect(absent == ["due_date", "next_occurrence", "recurring_pattern", "reminder_at", "time_zone"])
        let document = TaskDocument(try full())
        #expect(try fields(document) == names.union(["series"]))
        #expect(document.series?.occurrence == "2026-01-31T09:00:00")
        #expect(document.dueDate == "2026-01-31T09:00:00")
        #expect(document.timeZone == "Asia/Karachi")
        #expect(document.recurringPattern == "monthly")
        #expect(document.nextOccurrence == "2026-02-28T09:00:00")
        #expect(document.reminderAt == (try instant("2026-01-30T09:00:00Z")), "the earliest that is pending")
        #expect(try JSONCodec.decode(TaskDocument.self, from: JSONCodec.encode(document)) == document)
    }

    @Test("the envelope has its attributes, the sequence in digits that sort as text")
    func envelope() throws {
        var event = event("reminder", "reminder.scheduled", JSONValue.object([:]))
        let names: Set = [
            "specversion", "id", "type", "source", "subject", "time", "dataschema", "datacontenttype", "partitionkey",
            "sequence", "correlationid", "data",
        ]
        #expect(try fields(event) == names)
        event.traceParent = "00-1-2-01"
        #expect(try fields(event) == names.union(["traceparent"]))
        event.traceParent = nil
        event.subject = nil
        #expect(try fields(event) == names.subtracting(["subject"]))
        let text = String(decoding: try JSONCodec.encode(event), as: UTF8.self)
        #expect(text.contains(#""sequence":"00000000000000000003""#))
        #expect(text.contains(#""specversion":"1.0""#))
        #expect(try JSONCodec.decode(CloudEvent<JSONValue>.self, from: JSONCodec.encode(event)) == event)
    }

    @Test("a task is the same after JSON", arguments: [true, false])
    func taskRoundTrip(isFull: Bool) throws {
        let task = isFull ? try full() : bare
        #expect(try JSONCodec.decode(TodoTask.self, from: JSONCodec.encode(task)) == task)
    }
}
