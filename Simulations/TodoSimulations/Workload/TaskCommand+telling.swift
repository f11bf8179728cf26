internal import CivilTime
internal import TodoDomain
internal import TodoServices

extension TaskCommand {
    /// What the command asks, for a story.
    var telling: String {
        switch self {
        case .create(let input): "creates a task: \(input.telling)"
        case .update(let id, let input): "edits task \(id): \(input.telling)"
        case .toggle(let id): "toggles task \(id)"
        case .delete(let id): "deletes task \(id)"
        case .addReminder(let id, let input): "adds a reminder to task \(id) for \(input.telling)"
        case .removeReminder(let id, let reminder): "removes reminder \(reminder) of task \(id)"
        case .snoozeReminder(let id, let reminder, let input):
            "snoozes reminder \(reminder) of task \(id) \(input.telling)"
        case .markReminderSent(let id, let reminder, _): "marks reminder \(reminder) of task \(id) as sent"
        case .replanReminders(let id): "moves the reminders of task \(id) to where the zone's rules put them"
        case .spawnOccurrence(let id, let due, _): "spawns the successor of task \(id), due \(due.text)"
        case .advanceSeries(let id): "makes the occurrence after task \(id) whose time has come"
        case .skip(let id): "skips task \(id)"
        case .pauseSeries(let id): "pauses the series of task \(id)"
        case .resumeSeries(let id): "resumes the series of task \(id)"
        case .undo(let id): "undoes the completion of task \(id)"
        case .createTag(let input): "creates tag '\(input.name ?? "")'"
        case .updateTag(let name, let input):
            "edits tag '\(name)':" + (input.name.map { " name '\($0)'" } ?? "")
                + (input.colour.map { " colour \($0)" } ?? "")
        case .deleteTag(let name): "deletes tag '\(name)'"
        case .mergeTag(let name, let other): "makes tag '\(name)' one with '\(other)'"
        case .changeSettings(let input): "changes the settings: \(input.telling)"
        case .createFilter(let input): "saves filter '\(input.name ?? "")': \(input.filter ?? "")"
        case .updateFilter(let name, let input):
            "edits saved filter '\(name)':" + (input.name.map { " name '\($0)'" } ?? "")
                + (input.filter.map { " \($0)" } ?? "")
        case .deleteFilter(let name): "deletes saved filter '\(name)'"
        case .restore(let id): "restores task \(id) from the trash"
        case .purge(let ids): "takes \(ids.map(\.description).joined(separator: ", ")) out of the trash for good"
        case .undoLast: "undoes the last change"
        case .importTask(let task, let isRestored): "\(isRestored ? "restores" : "imports") a task: '\(task.title)'"
        case .importSettings: "restores the settings"
        }
    }
}

extension ReminderInput {
    fileprivate var telling: String {
        switch moment {
        case .at(let instant): instant.rfc3339
        case .relativeToDue(let offset): "\(offset.text) from its due date"
        }
    }
}

extension SnoozeInput {
    fileprivate var telling: String {
        switch moment {
        case .preset(let preset): "by preset \(preset.rawValue)"
        case .until(let date): "until \(date.text)" + (date.zoneName.map { " in \($0)" } ?? "")
        case .after(let span): "for \(span.text)"
        }
    }
}

extension TaskInput {
    /// The fields that are set, for a story.
    fileprivate var telling: String {
        var parts: [String] = []
        if case .set(let title) = title { parts.append("'\(title)'") }
        if case .set(let priority) = priority { parts.append("priority \(priority.rawValue)") }
        if case .set(let text) = due.text { parts.append("due \(text ?? "never")") }
        if case .set(let zone) = due.zoneName { parts.append("in \(zone ?? "no zone")") }
        if case .set(let rule) = rule { parts.append(rule.map { "repeating \($0.text)" } ?? "not repeating") }
        if case .set(let parent) = parentID { parts.append(parent.map { "part of task \($0)" } ?? "part of no task") }
        if case .set(let tags) = tags { parts.append("tags [\(tags.joined(separator: ", "))]") }
        if case .set(let instant) = reminderAt {
            parts.append(instant.map { "reminder at \($0.rfc3339)" } ?? "no reminder")
        }
        if case .set(let completed) = completed { parts.append(completed ? "done" : "open again") }
        parts += series.telling
        if let scope { parts.append("for \(scope.rawValue.replacing("_", with: " "))") }
        return parts.joined(separator: ", ")
    }
}

extension SettingsInput {
    /// The settings that are set, for a story.
    fileprivate var telling: String {
        var parts: [String] = []
        if case .set(let zone) = timeZone { parts.append("clock of \(zone ?? "no zone")") }
        if case .set(let isOn) = notifyWhenDue { parts.append(isOn ? "notify when due" : "do not notify when due") }
        if case .set(let distance) = defaultReminder { parts.append("default reminder \(distance?.text ?? "none")") }
        if case .set(let time) = morning { parts.append("morning at \(time.text)") }
        if case .set(let time) = evening { parts.append("evening at \(time.text)") }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }
}

extension SeriesUpdate {
    /// The settings that are set, for a story.
    fileprivate var telling: [String] {
        var parts: [String] = []
        if case .set(let from) = repeatFrom { parts.append("from \(from.rawValue)") }
        if case .set(let policy) = missed { parts.append("missed: \(policy.rawValue)") }
        if case .set(let advance) = advance { parts.append(advance.rawValue) }
        if case .set(let dates) = exceptions { parts.append("but not on \(dates.joined(separator: ", "))") }
        if case .set(let dates) = additions { parts.append("also on \(dates.joined(separator: ", "))") }
        return parts
    }
}
