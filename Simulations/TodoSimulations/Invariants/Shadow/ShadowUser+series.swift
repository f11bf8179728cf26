internal import CivilTime
internal import TodoDomain
internal import TodoServices

extension ShadowUser {
    /// Sets what an edit says of the series; false when it cannot be.
    func setSeries(of task: inout ShadowTask, _ id: TaskID, from before: ShadowTask, _ input: TaskInput) -> Bool {
        guard task.rule != nil else { return input.series == SeriesUpdate() }
        let isOtherRule = task.rule != before.rule
        if input.scope == .this, before.rule != nil {
            // One date alone has no rule to change.
            guard !isOtherRule, input.series == SeriesUpdate() else { return false }
            return true
        }
        if isOtherRule || task.isElsewhere(than: before) { beginAnew(&task, id, isOtherRule: isOtherRule) }
        var settings = task.place.settings
        settings.repeatFrom = input.series.repeatFrom.applied(to: settings.repeatFrom)
        settings.missed = input.series.missed.applied(to: settings.missed)
        settings.advance = input.series.advance.applied(to: settings.advance)
        if case .set(let texts) = input.series.exceptions {
            settings.exceptions = texts.compactMap { CivilDateTime(iso8601: $0) }.sorted()
        }
        task.place.settings = settings
        // What counts from the day of completion cannot go by the clock, nor name days or times.
        guard settings.repeatFrom == .completion else { return true }
        return settings.advance == .onCompletion && task.rule?.isPlainInterval ?? true
    }

    /// The series counts from the date that the user sees now; where an older task has it, a series begins here.
    private func beginAnew(_ task: inout ShadowTask, _ id: TaskID, isOtherRule: Bool) {
        task.countedFrom = task.wall
        task.place.resumedAt = nil
        task.place.number = task.rule?.count == nil ? nil : isOtherRule ? 1 : task.place.number ?? 1
        let first = task.place.first ?? id
        let holder = dates.task(of: first, at: task.wall)
        // A task that repeated before may begin again at a date that its former series still has.
        task.place.first = first
        if holder == nil || holder == id {
            task.place.reading = task.wall
        } else if first != id {
            task.place.first = id
            task.place.reading = task.wall
        }
    }

    /// Sets what the scope of an edit does beyond the edit; false when the task is not the newest of its series.
    func setScope(of task: inout ShadowTask, _ id: TaskID, from before: ShadowTask, _ scope: EditScope?) -> Bool {
        guard before.rule != nil, task.rule != nil else { return true }
        if scope == .this {
            let pattern = task.place.pattern ?? before.pattern
            task.place.pattern = pattern == task.pattern ? nil : pattern
            return true
        }
        guard scope == nil || isNewest(id) else { return false }
        if let pattern = task.place.pattern {
            let passedOn = task.passesOn(pattern, since: before, isAll: scope != nil)
            task.place.pattern = passedOn == task.pattern ? nil : passedOn
        }
        if scope == .thisAndFuture, task.place.first != id {
            task.place.first = id
            task.place.reading = task.place.reading ?? task.wall
        }
        return true
    }

    private func isNewest(_ id: TaskID) -> Bool {
        followers[id].map { tasks[$0] == nil } ?? true
    }

    func predictSeries(_ command: TaskCommand, of id: TaskID, _ task: ShadowTask, at moment: ShadowTask.Moment)
        -> Prediction
    {
        var changed = task
        changed.version += 1
        if case .undo = command { return predictUndo(of: id, changed, at: moment) }
        guard task.rule != nil else { return .refused("conflict") }
        switch command {
        case .skip:
            guard !task.isDone else { return .refused("conflict") }
            changed.setDone(true, moment)
            changed.place.isSkipped = true
        case .pauseSeries:
            guard isNewest(id) else { return .refused("conflict") }
            guard !task.place.settings.isPaused else { return .effect(Effect()) }
            changed.place.settings.isPaused = true
        default:
            guard isNewest(id) else { return .refused("conflict") }
            guard task.place.settings.isPaused else { return .effect(Effect()) }
            changed.place.settings.isPaused = false
            changed.place.resumedAt = task.clock(at: moment)
        }
        return .effect(Effect(tasks: [id: changed]))
    }

    /// The task is open again, and the one that its completion made was never there, unless somebody cares for it.
    private func predictUndo(of id: TaskID, _ task: ShadowTask, at moment: ShadowTask.Moment) -> Prediction {
        guard task.isDone else { return .refused("conflict") }
        var opened = task
        opened.setDone(false, moment)
        return predictWithdrawal(following: id, task, Effect(tasks: [id: opened]))
    }

    /// The effect, with which the task goes that the completion of the other made, unless somebody cares for it.
    func predictWithdrawal(following id: TaskID, _ task: ShadowTask, _ reopening: Effect) -> Prediction {
        var effect = reopening
        guard let next = followers[id], task.rule == nil || task.place.settings.advance == .onCompletion else {
            return .effect(effect)
        }
        guard let follower = tasks[next], !follower.isDone else { return .refused("conflict") }
        let reminded = follower.promises.filter { $0.status == .sent || $0.because == .switchedOff }.count
        guard follower.version == 1 + Int64(reminded) else { return .refused("conflict") }
        effect.tasks[next] = .some(nil)
        effect.withdrawn = next
        return .effect(effect)
    }
}

extension ShadowTask {
    /// What further tasks would take from this one.
    fileprivate var pattern: ShadowPlace.Pattern {
        ShadowPlace.Pattern(title: title, details: details, priority: priority, zone: zone, isAllDay: isAllDay)
    }

    /// True when the user moved the date, or gave or took its time of day.
    fileprivate func isElsewhere(than before: ShadowTask) -> Bool {
        wall != before.wall || isAllDay != before.isAllDay
    }

    /// What further tasks say after an edit for them too: the news in it and, if they were named, all but the date.
    fileprivate func passesOn(
        _ pattern: ShadowPlace.Pattern, since before: ShadowTask, isAll: Bool
    ) -> ShadowPlace.Pattern {
        let isDated = rule != before.rule || isElsewhere(than: before)
        return ShadowPlace.Pattern(
            title: isAll || title != before.title ? title : pattern.title,
            details: isAll || details != before.details ? details : pattern.details,
            priority: isAll || priority != before.priority ? priority : pattern.priority,
            zone: isDated || zone != before.zone ? zone : pattern.zone,
            isAllDay: isDated ? isAllDay : pattern.isAllDay)
    }

    /// What the task's clock shows at a moment.
    fileprivate func clock(at moment: Moment) -> CivilDateTime {
        (zone.flatMap { moment.zones.rules(named: $0) } ?? .utc).civil(at: moment.now)
    }
}
