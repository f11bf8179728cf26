public import CivilTime

// Which dates a series has: those of the rule and those added, without the exceptions.
extension Series {
    /// The series without the dates that are absent from a zone, to be reckoned with and not to be kept.
    public func read(by rules: ZoneRules) -> Series {
        var series = self
        series.absentDates = rules.absentDates
        return series
    }

    /// The first reading of the series after one; nil when the series ends.
    ///
    /// Costs no more the further the reading lies from the anchor.
    public func reading(after reading: CivilDateTime) -> CivilDateTime? {
        var reached = reading
        while true {
            let given = rule.occurrence(after: reached, anchor: anchor, absentDates: absentDates)
            let added = settings.additions.first { $0 > reached && !absentDates.contains($0.date) }
            guard let next = [given, added].compactMap({ $0 }).min() else { return nil }
            if !settings.exceptions.contains(next) { return next }
            reached = next
        }
    }

    /// The last reading of the series that is after `start` and not after `end`; nil when there is none.
    ///
    /// Halves the time between the two rather than walking through it.
    public func lastReading(after start: CivilDateTime, through end: CivilDateTime) -> CivilDateTime? {
        guard var last = reading(after: start), last <= end else { return nil }
        var tooLate = end.millisecondsSinceEpoch
        while last.millisecondsSinceEpoch < tooLate {
            let middle = last.millisecondsSinceEpoch + (tooLate - last.millisecondsSinceEpoch) / 2
            if let next = reading(after: CivilDateTime(millisecondsSinceEpoch: middle)), next <= end {
                last = next
            } else {
                tooLate = middle
            }
        }
        return last
    }

    /// The first readings of the series between two, themselves left out.
    public func readings(after start: CivilDateTime, before end: CivilDateTime, most: Int) -> [CivilDateTime] {
        var found: [CivilDateTime] = []
        var reached = start
        while found.count < most, let next = reading(after: reached), next < end {
            found.append(next)
            reached = next
        }
        return found
    }

    /// The most dates passed over that one occurrence records.
    public static let mostPassedOver: Int = 366

    /// An occurrence's due date on the clock of its series, from which that occurrence alone may differ.
    public func onClock(_ due: DueDate) -> DueDate {
        template?.due.map { $0.moved(to: due.wall) } ?? due
    }

    /// From where the dates after an occurrence due at that reading are looked for.
    public func base(due: CivilDateTime) -> CivilDateTime {
        max(occurrence ?? due, anchor, resumedAt ?? anchor)
    }

    /// Due date of the occurrence after one, were that done just when it is due; nil when the series ends.
    public func next(after due: DueDate) -> DueDate? {
        let next = settings.repeatFrom == .due ? reading(after: base(due: due.wall)) : step(from: due.wall)
        guard let next, !isOver(before: next, after: due.wall) else { return nil }
        return onClock(due).moved(to: next)
    }

    /// The reading an interval after a day, at the series' time of day.
    func step(from day: CivilDateTime) -> CivilDateTime? {
        let start = anchor.on(day.date)
        return rule.occurrence(after: start, anchor: start, absentDates: absentDates)
    }
}
