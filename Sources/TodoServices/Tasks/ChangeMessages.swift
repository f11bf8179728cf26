internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Turns a change into the events that tell of it.
///
/// One task event, one update, and one event for each reminder to schedule or cancel. Ids are derived from the change,
/// so a change told twice has the same ids.
struct ChangeMessages {
    /// URI reference of the service that makes changes.
    static let source: String = "/services/" + BackendMethods.serviceName

    let proposed: ProposedChange
    let change: Change
    let context: CommandContext
    let zones: any ZoneDatabase

    func all() -> [OutboxMessage] {
        [taskEvent()] + reminderEvents() + [taskUpdate()]
    }

    /// The specification's word for the change: what brought tasks back or took a change back is what it did.
    private var eventType: TaskEvent.EventType {
        guard change.kind == .changeUndone || change.kind == .taskRestored else { return change.kind.eventType }
        switch (proposed.before, proposed.after) {
        case (_?, nil): return .deleted
        case (let before, let after?) where after.isCompleted && before?.isCompleted != true: return .completed
        case (nil, _?): return .created
        default: return .updated
        }
    }

    private var subjectTask: TodoTask? { proposed.after ?? proposed.before }

    private func taskEvent() -> OutboxMessage {
        let data = TaskEvent(
            eventType: eventType, taskID: change.taskID ?? TaskID(0), userID: context.userID,
            taskData: subjectTask.map(TaskData.init), timestamp: change.time, correlationID: context.correlationID,
            change: change)
        return .taskEvent(envelope("task-event", type: "task." + eventType.rawValue, "task-event", data))
    }

    private func taskUpdate() -> OutboxMessage {
        let data = TaskUpdate(
            taskID: change.taskID ?? TaskID(0), userID: context.userID, changes: SyncChanges(change.effects),
            sourceClient: context.sourceClient, timestamp: change.time, kind: change.kind,
            correlationID: context.correlationID, notification: notification(),
            mutationID: context.mutationID)
        return .taskUpdate(envelope("task-update", type: "task.sync", "task-update", data))
    }

    private func notification() -> ReminderNotification? {
        guard change.kind == .reminderSent, let reminder = proposed.reminder, let task = proposed.after else {
            return nil
        }
        return ReminderNotification(
            reminderID: reminder.id, taskID: task.id, title: task.title, dueDate: task.due?.text,
            remindAt: reminder.remindAt, sentAt: change.time)
    }

    /// What became of each reminder between the task before and the task after.
    private func reminderEvents() -> [OutboxMessage] {
        let main = TaskTransition(before: proposed.before, after: proposed.after)
        let withdrawn = proposed.withdrawn.map { TaskTransition(before: $0, after: nil) }
        return ([main] + proposed.alongside + [withdrawn].compactMap(\.self)).flatMap(reminderEvents)
    }

    private func reminderEvents(_ task: TaskTransition) -> [OutboxMessage] {
        let before = pendingReminders(of: task.before)
        let after = pendingReminders(of: task.after)
        let isSent = change.kind == .reminderSent
        let cancelled = before.filter { old in !isSent && !after.contains { $0.id == old.id } }
        let scheduled = after.filter { new in !before.contains(new) }
        let subject = task.after ?? task.before
        return cancelled.map { reminderEvent(.cancelled, $0, of: subject) }
            + scheduled.map { reminderEvent(.scheduled, $0, of: subject) }
    }

    private func pendingReminders(of task: TodoTask?) -> [Reminder] {
        task?.reminders.filter { $0.status == .pending } ?? []
    }

    private func reminderEvent(
        _ type: ReminderEvent.EventType, _ reminder: Reminder, of task: TodoTask?
    ) -> OutboxMessage {
        var data = ReminderEvent(
            taskID: TaskID(0), userID: context.userID, title: "", dueAt: reminder.remindAt,
            remindAt: reminder.remindAt, correlationID: context.correlationID, eventType: type,
            reminderID: reminder.id)
        if let task { data.tell(of: task, zones) }
        return .reminder(
            envelope("reminder-\(reminder.id)-\(type.rawValue)", type: "reminder." + type.rawValue, "reminder", data))
    }

    private func envelope<Payload>(
        _ name: String, type: String, _ schema: String, _ data: Payload
    ) -> CloudEvent<Payload> {
        CloudEvent(
            id: "\(context.userID)/\(change.sequence)/\(name)", type: "com.evolutiontodo.\(type).v1",
            source: ChangeMessages.source, subject: change.taskID?.description, time: change.time,
            dataSchema: "https://evolutiontodo.com/schemas/\(schema).v1.json", partitionKey: context.userID.rawValue,
            sequence: change.sequence, correlationID: context.correlationID, traceParent: context.traceParent,
            data: data)
    }
}

extension ReminderEvent {
    /// Fills in what there is to say of the reminder's task; its due instant is held within the years that can be
    /// written.
    mutating func tell(of task: TodoTask, _ zones: some ZoneDatabase) {
        taskID = task.id
        title = task.title
        guard let due = task.due?.instant(in: zones) else { return }
        dueAt = min(max(due, Timestamp.writable.lowerBound), Timestamp.writable.upperBound)
    }
}

extension Change.Kind {
    /// The specification's word for this kind of change.
    var eventType: TaskEvent.EventType {
        switch self {
        case .taskCreated, .occurrenceSpawned: .created
        case .taskCompleted: .completed
        case .taskDeleted: .deleted
        default: .updated
        }
    }
}
