internal import CivilTime
internal import TodoDomain

/// The dates of a series told day by day, in place of the arithmetic that they check.
struct SeriesCalendar {
    /// An occurrence as it was when it was done, or as it is.
    let task: TodoTask
    let series: Series
    let due: DueDate
    let zones: MemoryZoneDatabase

    /// The calendar of a repeating task under some zone rules; nil for others.
    init?(_ task: TodoTask, _ zones: MemoryZoneDatabase) {
        guard let series = task.series, let due = task.due else { return nil }
        self.task = task
        self.series = series
        // One occurrence alone may be in another zone, or have no time of day; its series has neither from it.
        self.due = series.template?.due.map { $0.moved(to: due.wall) } ?? due
        self.zones = zones
    }

    /// After this reading the next date is looked for.
    var base: CivilDateTime {
        max(series.occurrence ?? due.wall, max(series.anchor, series.resumedAt ?? series.anchor))
    }

    /// The date that is to follow once the occurrence is done at an instant; nil when none does.
    func next(doneAt instant: Timestamp) -> CivilDateTime? {
        wanted(doneAt: instant).flatMap { isWithinCount($0) ? $0 : nil }
    }

    private func wanted(doneAt instant: Timestamp) -> CivilDateTime? {
        let now = due.rules(in: zones).civil(at: instant)
        if series.settings.repeatFrom == .completion { return nextFromCompletion(now) }
        switch series.settings.missed {
        case .nextFuture, .skip:
            var date = first(after: max(base, now))
            // A clock that was put back shows readings that were before; they are no dates to come.
            while let past = date, due.moved(to: past).instant(in: zones) <= instant { date = first(after: past) }
            return date
        case .each: return first(after: base)
        case .latestOnly: return last(through: now) ?? first(after: base)
        }
    }

    /// The date that the clock brings at an instant; nil when its time has not come.
    func next(dueBy instant: Timestamp) -> CivilDateTime? {
        let now = due.rules(in: zones).civil(at: instant)
        guard let first = first(after: base) else { return nil }
        // A clock that was put back shows an earlier reading than that of a date whose instant is past.
        guard first <= now || due.moved(to: first).instant(in: zones) <= instant else { return nil }
        let date: CivilDateTime? = series.settings.missed == .each ? first : last(through: now) ?? first
        return date.flatMap { isWithinCount($0) ? $0 : nil }
    }

    /// The place of a later date among all that the rule gives; nil for rules without a count.
    func number(of date: CivilDateTime) -> Int? {
        guard series.rule.count != nil else { return nil }
        var number = series.number ?? 1
        guard series.settings.repeatFrom == .due else { return number + 1 }
        var reached = max(series.occurrence ?? due.wall, series.anchor)
        while let next = search(after: reached, from: series.anchor), next <= date {
            number += 1
            reached = next
        }
        return number
    }

    /// The first date that is still to be made; nil when the count is used up.
    var firstWithinCount: CivilDateTime? {
        first(after: base).flatMap { isWithinCount($0) ? $0 : nil }
    }

    private func isWithinCount(_ date: CivilDateTime) -> Bool {
        guard let count = series.rule.count else { return true }
        return number(of: date).map { $0 <= count } ?? true
    }

    private func nextFromCompletion(_ now: CivilDateTime) -> CivilDateTime? {
        let day = series.isSkipped ? (series.occurrence ?? due.wall).date : max(now, series.resumedAt ?? now).date
        let start = series.anchor.on(day)
        return search(after: series.isSkipped ? max(start, now) : start, from: start)
    }

    /// The first date after a reading; what nobody wants is left out.
    func first(after reading: CivilDateTime) -> CivilDateTime? {
        var reached = reading
        while let date = search(after: reached, from: series.anchor) {
            if !series.settings.exceptions.contains(date) { return date }
            reached = date
        }
        return nil
    }

    private func last(through now: CivilDateTime) -> CivilDateTime? {
        var last: CivilDateTime?
        var reached = base
        while let date = first(after: reached), date <= now, isWithinCount(date) {
            last = date
            reached = date
        }
        return last
    }

    /// The dates between where the next one was looked for and that one.
    func dates(before reading: CivilDateTime) -> [CivilDateTime] {
        var found: [CivilDateTime] = []
        while let date = first(after: found.last ?? base), date < reading { found.append(date) }
        return found
    }

    /// The date, or the first one after it that is free.
    func free(from date: CivilDateTime?, isTaken: (CivilDateTime) -> Bool) -> CivilDateTime? {
        var date = date
        while let taken = date, isTaken(taken) {
            let isFromDue = series.settings.repeatFrom == .due
            date = isFromDue ? first(after: taken) : search(after: taken, from: series.anchor.on(taken.date))
        }
        return date
    }

    private func search(after reading: CivilDateTime, from anchor: CivilDateTime) -> CivilDateTime? {
        let calendar = RuleCalendar(series.rule, anchor: anchor)
        var date = calendar.first(after: reading)
        while let absent = date, isAbsent(absent.date) { date = calendar.first(after: absent) }
        return date
    }

    /// True when no clock of the zone shows the date: its midnight is told on another day.
    private func isAbsent(_ date: CivilDate) -> Bool {
        guard let midnight = CivilDateTime(date: date) else { return false }
        let rules = due.rules(in: zones)
        return rules.civil(at: rules.instant(of: midnight)).date != date
    }
}
