internal import CivilTime
internal import TodoDomain
internal import TodoPorts

/// Decides commands: nothing here waits, reads a clock or draws a number.
struct TaskDecider {
    let context: CommandContext
    let snapshot: TaskSnapshot
    let inputs: DecisionInputs

    /// Zones for the instants of reminders: a date without a zone is on the user's own clock there.
    var zones: UserZones { UserZones(snapshot.settings, over: inputs.zones) }

    func decide(_ command: TaskCommand) throws(TaskRefusal) -> TaskDecision {
        switch command {
        case .create(let input): return try create(input)
        case .update(_, let input): return try update(try existingTask(command), input)
        case .toggle:
            var input = TaskInput()
            let task = try existingTask(command)
            input.completed = .set(!task.isCompleted)
            return try update(task, input)
        case .delete: return delete(try existingTask(command))
        case .addReminder(_, let input): return try addReminder(to: try existingTask(command), input)
        case .removeReminder(_, let id): return try removeReminder(id, from: try existingTask(command))
        case .snoozeReminder(_, let id, let input):
            return try snoozeReminder(id, of: try existingTask(command), input, snapshot.settings)
        case .markReminderSent(_, let id, let remindAt):
            return try markReminderSent(id, remindAt: remindAt, of: try existingTask(command))
        case .replanReminders: return replanReminders(of: try existingTask(command))
        case .spawnOccurrence(_, let due, let completedAt):
            return spawnOccurrence(of: try existingTask(command), due: due, completedAt: completedAt)
        case .advanceSeries: return advanceSeries(after: try existingTask(command))
        case .skip: return try skip(try existingTask(command))
        case .pauseSeries: return try pauseSeries(of: try existingTask(command))
        case .resumeSeries: return try resumeSeries(of: try existingTask(command))
        case .undo: return try undo(try existingTask(command))
        case .createTag(let input): return try createTag(input)
        case .updateTag(let name, let input): return try updateTag(name, input)
        case .deleteTag(let name): return try deleteTag(name)
        case .mergeTag(let name, let other): return try mergeTag(name, into: other)
        case .changeSettings(let input): return try changeSettings(input)
        case .createFilter(let input): return try createFilter(input)
        case .updateFilter(let name, let input): return try updateFilter(name, input)
        case .deleteFilter(let name): return try deleteFilter(name)
        case .restore(let id): return try restore(id)
        case .purge(let ids): return purge(ids)
        case .undoLast: return try undoLast()
        case .importTask(let task, let isRestored): return try importTask(task, isRestored: isRestored)
        case .importSettings(let settings): return importSettings(settings)
        }
    }

    private func existingTask(_ command: TaskCommand) throws(TaskRefusal) -> TodoTask {
        guard let task = snapshot.task else {
            throw .notFound("task \(command.taskID?.description ?? "")")
        }
        if let expected = context.expectedVersion, expected != task.version {
            throw .versionMismatch(current: task.version)
        }
        return task
    }

    /// The task as changed now: its version one higher, its time of change the present.
    func touched(_ task: TodoTask) -> TodoTask {
        var task = task
        task.version += 1
        task.updatedAt = inputs.now
        return task
    }

    func decision(
        _ kind: Change.Kind, before: TodoTask?, after: TodoTask, reminder: Reminder? = nil, tags: [Tag] = []
    ) -> TaskDecision {
        let effects = tags.map { Effect.putTag($0) } + [.putTask(after)]
        var change = ProposedChange(kind: kind, before: before, after: after)
        change.reminder = reminder
        change.effects = effects
        change.undo = .task(after.id, version: after.version, before: before)
        return TaskDecision(change: change, outcome: CommandOutcome(task: after, reminder: reminder))
    }
}
