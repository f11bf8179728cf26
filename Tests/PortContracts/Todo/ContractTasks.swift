internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Tasks, changes and messages that the suites store.
enum ContractTasks {
    /// 2026-03-29T12:00:00Z.
    static let noon: Timestamp = .init(millisecondsSinceEpoch: 1_774_785_600_000)

    static func task(
        _ id: TaskID, of user: UserID, title: String = "Task", tags: [String] = [], predecessor: TaskID? = nil
    ) -> TodoTask {
        var task = TodoTask(id: id, userID: user, title: title, tags: tags, createdAt: noon, updatedAt: noon)
        if let predecessor {
            task.due = DueDate(wall: wall(0))
            task.series = RecurrenceRule(frequency: .weekly)
                .map { Series(rule: $0, anchor: wall(0), predecessorID: predecessor) }
        }
        return task
    }

    /// A reading so many minutes after noon of the same day.
    static func wall(_ minutes: Int64) -> CivilDateTime {
        CivilDateTime(millisecondsSinceEpoch: noon.millisecondsSinceEpoch + minutes * 60_000)
    }

    /// One task of each shape that a store must bring back as it was: every field, absent and present.
    static func shapes(_ ids: [TaskID], of user: UserID) -> [TodoTask] {
        let later = noon.adding(milliseconds: 1_234)
        let reminders = [
            Reminder(id: ReminderID(71), remindAt: noon),
            Reminder(id: ReminderID(72), remindAt: later, status: .sent, sentAt: later.adding(milliseconds: 1)),
            Reminder(id: ReminderID(70), remindAt: later, status: .cancelled),
        ]
        let anchors: [DueDate.Anchor] = [.floating, .zone("Europe/Berlin"), .offset(seconds: -12_600)]
        var tasks = ids.map { task($0, of: user, title: "Shape \($0)") }
        for (index, anchor) in anchors.enumerated() {
            tasks[index + 1].due = DueDate(wall: wall(90), anchor: anchor)
        }
        tasks[4].due = DueDate(wall: CivilDateTime(date: wall(0).date) ?? wall(0), isAllDay: true)
        tasks[4].series = RecurrenceRule(frequency: .monthly, interval: 3)
            .map { Series(rule: $0, anchor: wall(-1_440), predecessorID: ids[0]) }
        tasks[5].title = "O'Reilly \"quoted\" 🦉 ünïcode \\ % _"
        tasks[5].description = "two\nlines\tand a \u{1} control"
        tasks[5].priority = .high
        tasks[5].tags = ["Home", "wörk", "a,b"]
        tasks[5].reminders = reminders
        tasks[5].completedAt = later
        tasks[5].version = 9_007_199_254_740_993
        tasks[5].updatedAt = later
        tasks[5].uid = "4711-ü'%@example.com"
        return tasks
    }

    /// A commit of those effects with the messages that a service would send: a task event, then an update.
    static func commit(
        _ effects: [Effect], of user: UserID, sequence: Int64, key: String? = nil, recordedAt: Timestamp = noon
    ) -> TaskCommit {
        let change = change(effects, sequence: sequence)
        let outcome = CommandOutcome(sequence: sequence, task: firstTask(in: effects))
        let record = key.map {
            IdempotencyRecord(key: $0, fingerprint: "fingerprint of \($0)", outcome: outcome, recordedAt: recordedAt)
        }
        return TaskCommit(
            userID: user, expectedSequence: sequence - 1, change: change,
            messages: [.taskEvent(taskEvent(change, of: user)), .taskUpdate(taskUpdate(change, of: user))],
            idempotency: record)
    }

    static func change(_ effects: [Effect], sequence: Int64) -> Change {
        Change(
            sequence: sequence, kind: .taskUpdated, taskID: firstTask(in: effects)?.id, actor: .user,
            time: noon.adding(milliseconds: sequence), correlationID: "correlation-\(sequence)", effects: effects)
    }

    private static func firstTask(in effects: [Effect]) -> TodoTask? {
        for case .putTask(let task) in effects { return task }
        return nil
    }

    private static func envelope<Payload>(_ kind: String, _ change: Change, of user: UserID, _ data: Payload)
        -> CloudEvent<Payload>
    {
        CloudEvent(
            id: "\(user)/\(change.sequence)/\(kind)", type: "com.example.\(kind).v1", source: "/contract",
            subject: change.taskID?.description, time: change.time, partitionKey: user.rawValue,
            sequence: change.sequence, correlationID: change.correlationID, data: data)
    }

    private static func taskEvent(_ change: Change, of user: UserID) -> CloudEvent<TaskEvent> {
        let data = TaskEvent(
            eventType: .updated, taskID: change.taskID ?? TaskID(0), userID: user,
            taskData: firstTask(in: change.effects).map(TaskData.init), timestamp: change.time,
            correlationID: change.correlationID, change: change)
        return envelope("task-event", change, of: user, data)
    }

    private static func taskUpdate(_ change: Change, of user: UserID) -> CloudEvent<TaskUpdate> {
        var changes = SyncChanges()
        changes.task = firstTask(in: change.effects).map(TaskDocument.init)
        let data = TaskUpdate(
            taskID: change.taskID ?? TaskID(0), userID: user, changes: changes, sourceClient: .web,
            timestamp: change.time, kind: change.kind, correlationID: change.correlationID)
        return envelope("task-update", change, of: user, data)
    }
}
