internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskDecider {
    func create(_ input: TaskInput) throws(TaskRefusal) -> TaskDecision {
        var task = TodoTask(
            id: inputs.newTaskID, userID: context.userID, title: "", createdAt: inputs.now, updatedAt: inputs.now)
        let newTags = try apply(input, to: &task)
        return decision(.taskCreated, before: nil, after: task, tags: newTags)
    }

    func update(_ before: TodoTask, _ input: TaskInput) throws(TaskRefusal) -> TaskDecision {
        var edited = before
        let newTags = try apply(input, to: &edited)
        guard edited != before || !newTags.isEmpty else { return .unchanged(CommandOutcome(task: before)) }
        try applyScope(input.scope, before: before, to: &edited)
        let after = touched(edited)
        let kind: Change.Kind =
            switch (before.isCompleted, after.isCompleted) {
            case (false, true): .taskCompleted
            case (true, false): .taskReopened
            default: .taskUpdated
            }
        return decision(kind, before: before, after: after, tags: newTags)
    }

    /// Applies the input's fields and answers the tags that must be made for it.
    private func apply(_ input: TaskInput, to task: inout TodoTask) throws(TaskRefusal) -> [Tag] {
        task.title = input.title.applied(to: task.title)
        task.description = input.description.applied(to: task.description)
        task.priority = input.priority.applied(to: task.priority)
        let shown = task.firstReminder
        let due = task.due
        try applyDue(input, to: &task)
        moveRelativeReminders(of: &task, from: due)
        try applyParent(input.parentID, to: &task)
        let newTags = applyTags(input.tags, to: &task)
        applyFirstReminder(input.reminderAt, shown: shown, to: &task)
        planAutomaticReminders(of: &task, from: due)
        applyCompletion(input.completed, to: &task)
        return newTags
    }

    private func applyDue(_ input: TaskInput, to task: inout TodoTask) throws(TaskRefusal) {
        let due: DueDate?
        do {
            due = try input.due.applied(to: task.due, zones: inputs.zones)
        } catch {
            throw .invalid(error)
        }
        let rule = input.rule.applied(to: task.series?.rule)
        guard rule == nil || due != nil else {
            throw .invalid(
                ValidationFailure(
                    pointer: "/recurring_pattern", code: .conflict, message: "a task that repeats needs a due_date"))
        }
        let before = task
        task.due = due
        try applySeries(input, rule: rule, before: before, to: &task)
    }

    func applyTags(_ update: FieldUpdate<[String]>, to task: inout TodoTask) -> [Tag] {
        guard case .set(let names) = update else { return [] }
        var known: [String: String] = [:]
        for tag in snapshot.tags { known[tag.key] = tag.name }
        task.tags = names.map { known[Tag.key($0)] ?? $0 }
        return names.filter { known[Tag.key($0)] == nil }.map { Tag(name: $0) }
    }

    func applyCompletion(_ update: FieldUpdate<Bool>, to task: inout TodoTask) {
        guard case .set(let isCompleted) = update, isCompleted != task.isCompleted else { return }
        task.completedAt = isCompleted ? inputs.now : nil
        if isCompleted {
            for index in task.reminders.indices where task.reminders[index].status == .pending {
                task.reminders[index].cancel(because: .taskCompleted)
            }
        } else {
            task.series?.isSkipped = false
            renewReminders(of: &task)
        }
    }
}
