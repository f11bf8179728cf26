internal import CivilTime
internal import TodoDomain
internal import TodoPorts

// What an edit does to the series of a task, whose due date is the new one already.
extension TaskDecider {
    func applySeries(
        _ input: TaskInput, rule: RecurrenceRule?, before: TodoTask, to task: inout TodoTask
    ) throws(TaskRefusal) {
        guard let wanted = rule, let due = task.due else {
            guard input.series == SeriesUpdate() else {
                throw TaskDecider.fault("/recurrence", "only a task that repeats has these; give a rule too")
            }
            task.series = nil
            return
        }
        let isAlone = input.scope == .this && before.series != nil
        let isMoved = due.wall != before.due?.wall || due.isAllDay != before.due?.isAllDay
        let isKept = wanted == before.series?.rule && !isMoved
        let rule = try settled(wanted, for: due, isFitted: !isAlone && !isKept)
        var series = task.series ?? Series(rule: rule, anchor: due.wall, id: task.id)
        let isNewRule = before.series?.rule != rule
        if isAlone {
            guard !isNewRule, input.series == SeriesUpdate() else {
                throw TaskDecider.fault("", "a rule is the series' own; use scope=this_and_future or scope=all")
            }
            // A series from before they had identities keeps at least the date.
            if series.id == nil { series.occurrence = series.occurrence ?? before.due?.wall }
        } else if isNewRule || isMoved {
            restart(&series, rule, at: due.wall, isNewRule: isNewRule, of: task.id)
        }
        series.settings = input.series.applied(to: series.settings, anchor: series.anchor)
        try TaskDecider.check(series)
        task.series = series
    }

    /// The rule on the clock of the due date; for a date without a time of day it has none either, if it is to fit the
    /// date: one occurrence alone may be such a date, and stays so when it is edited otherwise.
    private func settled(
        _ rule: RecurrenceRule, for due: DueDate, isFitted: Bool
    ) throws(TaskRefusal) -> RecurrenceRule {
        let rule = rule.settled(in: due.rules(in: inputs.zones))
        guard due.isAllDay, isFitted else { return rule }
        guard let whole = rule.ofWholeDays else {
            throw TaskDecider.fault(
                "/recurring_pattern",
                "FREQ=\(rule.frequency.rawValue.uppercased()) needs a due_date with a time of day")
        }
        return whole
    }

    /// A moved date or another rule starts the count anew from the date that the user now sees; the occurrence is that
    /// of the date, in a series of its own where another task of the series has the date.
    private func restart(
        _ series: inout Series, _ rule: RecurrenceRule, at wall: CivilDateTime, isNewRule: Bool, of id: TaskID
    ) {
        series.rule = rule
        series.anchor = wall
        series.resumedAt = nil
        series.number = rule.count == nil ? nil : isNewRule ? 1 : series.number ?? 1
        let holder = snapshot.occurrences[wall]
        if holder == nil || holder == id {
            series.id = series.id ?? id
            series.occurrence = wall
        } else if series.id ?? id != id {
            series.id = id
            series.occurrence = wall
        }
    }

    /// What an edit does to what further occurrences are made of, beyond the edit itself.
    func applyScope(_ scope: EditScope?, before: TodoTask, to task: inout TodoTask) throws(TaskRefusal) {
        guard before.series != nil, var series = task.series else { return }
        if scope == .this {
            let template = series.template ?? SeriesTemplate(before)
            series.template = template == SeriesTemplate(task) ? nil : template
        } else {
            if scope != nil { try requireNewest(task) }
            series.template = handedOn(by: task, before: before, isWhole: scope != nil)
        }
        if scope == .thisAndFuture, series.id != task.id {
            series.id = task.id
            series.occurrence = series.occurrence ?? task.due?.wall
        }
        task.series = series
    }

    /// The template after an edit for more than one occurrence; nil when the task says all there is to say.
    ///
    /// What the edit changes is handed on, and what the occurrence had alone stays its own; only an edit that names the
    /// further ones hands on all that the task says. The due date is handed on only when the edit moves the series.
    private func handedOn(by task: TodoTask, before: TodoTask, isWhole: Bool) -> SeriesTemplate? {
        guard var template = task.series?.template else { return nil }
        let new = SeriesTemplate(task)
        if isWhole || task.title != before.title { template.title = new.title }
        if isWhole || task.description != before.description { template.description = new.description }
        if isWhole || task.priority != before.priority { template.priority = new.priority }
        let isMoved = task.due?.wall != before.due?.wall || task.due?.isAllDay != before.due?.isAllDay
        if isMoved || task.series?.rule != before.series?.rule {
            template.due = new.due
        } else if let due = task.due, due.anchor != before.due?.anchor {
            template.due?.anchor = due.anchor
        }
        return template == new ? nil : template
    }

    /// The newest occurrence is what further ones are made of.
    func requireNewest(_ task: TodoTask) throws(TaskRefusal) {
        guard let successor = snapshot.successorID, snapshot.successor != nil else { return }
        throw .conflict("task \(task.id) is not the newest of its series; task \(successor) comes after it")
    }

    private static func check(_ series: Series) throws(TaskRefusal) {
        guard series.settings.repeatFrom == .completion else { return }
        guard series.rule.isPlainInterval else {
            throw fault(
                "/recurrence/repeat_from",
                "from completion needs a rule of FREQ=DAILY, WEEKLY, MONTHLY or YEARLY without any BY part")
        }
        guard series.settings.advance == .onCompletion else {
            throw fault("/recurrence/advance", "a series that repeats from completion cannot advance on_schedule")
        }
    }

    private static func fault(_ pointer: String, _ message: String) -> TaskRefusal {
        .invalid(ValidationFailure(pointer: pointer, code: .conflict, message: message))
    }
}
