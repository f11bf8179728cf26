public import CivilTime

// Which date follows an occurrence that was done.
extension Series {
    /// Due date of the successor of an occurrence done, or skipped, at an instant; nil when the series ends.
    ///
    /// By default it is the first one that is after both the occurrence and the completion, so that a late completion
    /// never makes a task that is already past.
    public func successor(of due: DueDate, completedAt: Timestamp, zones: some ZoneDatabase) -> DueDate? {
        let due = onClock(due)
        let rules = due.rules(in: zones)
        return read(by: rules).successor(of: due, completedAt: completedAt, rules)
    }

    private func successor(of due: DueDate, completedAt: Timestamp, _ rules: ZoneRules) -> DueDate? {
        let now = rules.civil(at: completedAt)
        var next = settings.repeatFrom == .completion ? afterCompletion(due.wall, now) : afterDate(due.wall, now)
        if settings.repeatFrom == .due, settings.missed == .nextFuture || settings.missed == .skip {
            // While clocks that were put back show an hour again, a reading yet to come may be one that was.
            while let reading = next, rules.instant(of: reading) <= completedAt { next = self.reading(after: reading) }
        }
        guard let next, !isOver(before: next, after: due.wall) else { return nil }
        return due.moved(to: next)
    }

    private func afterDate(_ due: CivilDateTime, _ now: CivilDateTime) -> CivilDateTime? {
        let base = base(due: due)
        switch settings.missed {
        case .nextFuture, .skip: return reading(after: max(base, now))
        case .each: return reading(after: base)
        case .latestOnly: return latest(after: base, through: now, due: due) ?? reading(after: base)
        }
    }

    /// An interval after the day of the completion; a skipped occurrence was not done on any day, so that the days
    /// count on from its own until one is still to come.
    private func afterCompletion(_ due: CivilDateTime, _ now: CivilDateTime) -> CivilDateTime? {
        guard isSkipped else { return step(from: max(now, resumedAt ?? now)) }
        let start = anchor.on((occurrence ?? due).date)
        return rule.occurrence(after: max(start, now), anchor: start, absentDates: absentDates)
    }

    /// Due date of the occurrence that the clock makes after one: of those whose time has come the one that the policy
    /// for missed dates says, before that the one still to come; nil when the series ends.
    ///
    /// The last whose time has come is not missed: its turn is now.
    public func scheduled(after due: DueDate, now: Timestamp, zones: some ZoneDatabase) -> DueDate? {
        let due = onClock(due)
        let rules = due.rules(in: zones)
        let series = read(by: rules)
        let base = base(due: due.wall)
        let reached = rules.civil(at: now)
        guard let first = series.reading(after: base), !series.isOver(before: first, after: due.wall) else {
            return nil
        }
        // Mostly the first is still to come, or the series is over: one search tells then.
        guard settings.missed != .each, first <= reached else { return due.moved(to: first) }
        return due.moved(to: series.latest(after: base, through: reached, due: due.wall) ?? first)
    }

    /// The reading, or the first one after it that no other occurrence has; nil when the series ends.
    public func firstFree(
        from reading: CivilDateTime, isTaken: (CivilDateTime) -> Bool
    ) -> CivilDateTime? {
        var reading = reading
        while isTaken(reading) {
            let next = settings.repeatFrom == .due ? self.reading(after: reading) : step(from: reading)
            guard let next else { return nil }
            reading = next
        }
        return reading
    }

    /// The series as the occurrence at a reading has it, made after the given task.
    public func following(_ task: TodoTask, at reading: CivilDateTime) -> Series {
        let base = base(due: task.due?.wall ?? anchor)
        var next = Series(
            rule: rule, anchor: anchor, predecessorID: task.id, id: id ?? task.id, occurrence: reading,
            settings: settings)
        next.number = number(of: reading, after: task.due?.wall ?? anchor)
        if settings.missed == .skip, settings.repeatFrom == .due {
            next.passedOver = readings(after: base, before: reading, most: Series.mostPassedOver)
        }
        return next
    }
}
