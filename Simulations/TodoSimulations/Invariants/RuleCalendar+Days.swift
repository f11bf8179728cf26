internal import CivilTime
internal import TodoDomain

// Which days a rule has, asked of each day by itself.
extension RuleCalendar {
    /// True when the rule may have dates on a day, as far as the day decides it.
    func isDay(_ day: CivilDate) -> Bool {
        guard isInInterval(day), values(.month)?.contains(day.month) ?? true else { return false }
        let length = CivilDate.length(ofMonth: day.month, year: day.year)
        if let days = values(.monthDay) {
            guard days.contains(day.day) || days.contains(day.day - length - 1) else { return false }
        }
        if let days = values(.yearDay) {
            let number = day.daysSinceEpoch - newYear(day.year) + 1
            guard days.contains(number) || days.contains(number - (newYear(day.year + 1) - newYear(day.year)) - 1)
            else {
                return false
            }
        }
        if let weeks = values(.weekNumber) {
            let week = week(of: day)
            let last = (weekStart(newYear(week.year + 1) + 3) - weekStart(newYear(week.year) + 3)) / 7
            guard weeks.contains(week.number) || weeks.contains(week.number - last - 1) else { return false }
        }
        if let places = weekdays { return places.contains { isPlace($0, day) } }
        return isLikeAnchor(day, length: length)
    }

    /// What the rule does not say is as the anchor has it.
    private func isLikeAnchor(_ day: CivilDate, length: Int) -> Bool {
        let isNamed = values(.monthDay) != nil || values(.yearDay) != nil
        switch rule.frequency {
        case .weekly: return day.weekday == anchor.date.weekday
        case .monthly, .yearly:
            if rule.frequency == .yearly, values(.month) == nil, values(.weekNumber) == nil, values(.yearDay) == nil,
                day.month != anchor.date.month
            {
                return false
            }
            if isNamed { return true }
            if values(.weekNumber) != nil { return day.weekday == anchor.date.weekday }
            return day.day == (rule.keepsShortMonths ? min(anchor.date.day, length) : anchor.date.day)
        default: return true
        }
    }

    private var weekdays: [WeekdayPlace]? {
        for case .weekday(let places) in rule.parts { return places }
        return nil
    }

    private func isPlace(_ wanted: WeekdayPlace, _ day: CivilDate) -> Bool {
        guard wanted.weekday == day.weekday else { return false }
        guard wanted.place != 0 else { return isInAnchorMonth(day) }
        // Counted by walking over the days of the same name.
        let isSame: (CivilDate) -> Bool = { other in
            other.year == day.year && (other.month == day.month || (rule.frequency == .yearly && values(.month) == nil))
        }
        var number = 1
        var other = day.adding(days: wanted.place > 0 ? -7 : 7)
        while isSame(other) {
            number += 1
            other = other.adding(days: wanted.place > 0 ? -7 : 7)
        }
        return number == abs(wanted.place) && isInAnchorMonth(day)
    }

    /// Days of the month in a yearly rule that names neither months nor weeks nor days of the year are those of the
    /// anchor's month.
    private func isInAnchorMonth(_ day: CivilDate) -> Bool {
        guard rule.frequency == .yearly, values(.monthDay) != nil, values(.month) == nil, values(.yearDay) == nil,
            values(.weekNumber) == nil
        else { return true }
        return day.month == anchor.date.month
    }

    private func isInInterval(_ day: CivilDate) -> Bool {
        let start = anchor.date
        switch rule.frequency {
        case .secondly, .minutely, .hourly: return true
        case .daily: return (day.daysSinceEpoch - start.daysSinceEpoch) % rule.interval == 0
        case .weekly:
            return (weekStart(day.daysSinceEpoch) - weekStart(start.daysSinceEpoch)) / 7 % rule.interval == 0
        case .monthly: return ((day.year - start.year) * 12 + day.month - start.month) % rule.interval == 0
        case .yearly: return (day.year - start.year) % rule.interval == 0
        }
    }

    /// The days of the period that a day is in.
    func span(of day: CivilDate) -> [CivilDate] {
        let number = day.daysSinceEpoch
        let bounds =
            switch rule.frequency {
            case .weekly: weekStart(number)..<weekStart(number) + 7
            case .monthly:
                number - day.day + 1..<number - day.day + 1 + CivilDate.length(ofMonth: day.month, year: day.year)
            case .yearly: newYear(day.year)..<newYear(day.year + 1)
            default: number..<number + 1
            }
        return bounds.map { CivilDate(daysSinceEpoch: $0) }
    }

    /// The day on which the week of a day begins, both counted from the epoch.
    private func weekStart(_ day: Int) -> Int {
        var start = day
        while CivilDate(daysSinceEpoch: start).weekday != rule.weekStart { start -= 1 }
        return start
    }

    /// The year that a day's week belongs to, as it has most of its days, and the week's number in it.
    private func week(of day: CivilDate) -> (year: Int, number: Int) {
        let start = weekStart(day.daysSinceEpoch)
        let year = CivilDate(daysSinceEpoch: start + 3).year
        return (year, (start - weekStart(newYear(year) + 3)) / 7 + 1)
    }

    private func newYear(_ year: Int) -> Int {
        CivilDate(year: year, month: 1, day: 1)?.daysSinceEpoch ?? 0
    }
}
