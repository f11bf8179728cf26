internal import CivilTime

/// The search for rules whose periods are weeks, months or years, which differ from one another.
///
/// Periods are numbered; the one that holds a date is found by arithmetic.
struct CalendarPeriods {
    private let plan: RecurrencePlan
    private let times: PlacedTimes
    private let firstPeriod: Int
    private var known: (period: Int, days: [Int])?

    init(_ plan: RecurrencePlan, anchorSecond: Int) {
        self.plan = plan
        times = PlacedTimes(plan.times, setPositions: plan.setPositions)
        let day = plan.anchor.daysSinceEpoch
        firstPeriod = plan.firstPeriod(anchorDay: day, anchorTime: anchorSecond - day * 86_400)
    }

    /// The first occurrence, in seconds since the epoch, that is not before one second nor after the other.
    mutating func first(from second: Int, through last: Int) -> Int? {
        let lastDay = last.floorDivided(by: 86_400)
        let reached = plan.earliestPeriod(of: second.floorDivided(by: 86_400))
        let steps = max(0, (reached - firstPeriod).floorDivided(by: plan.interval))
        var (period, overflows) = (firstPeriod + steps * plan.interval, false)
        // The first of the periods may end before the second, and the week of a year begin in the year before.
        for _ in 0..<plan.periodsPerCycle + 2 {
            guard !overflows, plan.earliestDay(of: period) <= lastDay else { return nil }
            if let found = first(in: days(of: period), from: second) { return found <= last ? found : nil }
            (period, overflows) = period.addingReportingOverflow(plan.interval)
        }
        return nil
    }

    private mutating func days(of period: Int) -> [Int] {
        if let known, known.period == period { return known.days }
        let days = plan.days(of: period)
        known = (period, days)
        return days
    }

    private func first(in days: [Int], from second: Int) -> Int? {
        let day = second.floorDivided(by: 86_400)
        guard let index = days.firstIndex(where: { $0 >= day }) else { return nil }
        let time = index * 86_400 + (days[index] == day ? second - day * 86_400 : 0)
        guard let found = times.first(from: time, days: days.count) else { return nil }
        return days[found / 86_400] * 86_400 + found % 86_400
    }
}

// The numbers of periods: weeks from the one that holds the epoch, months from year 0, years by their own.
extension RecurrencePlan {
    /// The first period in which a day can be an occurrence.
    fileprivate func earliestPeriod(of day: Int) -> Int {
        switch frequency {
        case .weekly: return weekIndex(of: day)
        case .monthly:
            let date = CivilDate(daysSinceEpoch: day)
            return date.year * 12 + date.month - 1
        default:
            // Days around New Year can belong to a week of the year before.
            return CivilDate(daysSinceEpoch: day).year - (weekNumbers.isEmpty ? 0 : 1)
        }
    }

    /// No occurrence of the period is before this day.
    fileprivate func earliestDay(of period: Int) -> Int {
        switch frequency {
        case .weekly: firstDay(ofWeek: period)
        case .monthly:
            CivilDate.firstDay(ofMonth: period.floorRemainder(dividingBy: 12) + 1, year: period.floorDivided(by: 12))
        default: CivilDate.firstDay(ofMonth: 1, year: period) - (weekNumbers.isEmpty ? 0 : 7)
        }
    }

    /// The period that intervals count from, which is that of the anchor's date.
    ///
    /// With weeks of the year it is the year of the anchor's week if that week still has an occurrence, as the year of
    /// the calendar can be another.
    fileprivate func firstPeriod(anchorDay: Int, anchorTime: Int) -> Int {
        guard frequency == .yearly, !weekNumbers.isEmpty else {
            return frequency == .yearly ? anchor.year : earliestPeriod(of: anchorDay)
        }
        let week = weekIndex(of: anchorDay)
        let year = weekYear(of: week)
        let isBegun = days(of: year).contains { day in
            weekIndex(of: day) == week && (day > anchorDay || day == anchorDay && times.first(from: anchorTime) != nil)
        }
        return isBegun ? year : anchor.year
    }

    /// After this many intervals the periods are the same again, weekdays included.
    fileprivate var periodsPerCycle: Int {
        let periods =
            switch frequency {
            case .weekly: DayFilter.cycleDays / 7
            case .monthly: 400 * 12
            default: 400
            }
        return periods / periods.greatestCommonDivisor(with: interval)
    }

    /// The days of a period, ascending, before places are chosen from the set.
    fileprivate func days(of period: Int) -> [Int] {
        switch frequency {
        case .weekly: daysOfWeek(period)
        case .monthly: daysOfMonth(period.floorRemainder(dividingBy: 12) + 1, year: period.floorDivided(by: 12))
        default: daysOfYear(period)
        }
    }
}
