internal import CivilTime

/// The parts that leave out days of the calendar, for periods of a day or shorter.
struct DayFilter {
    private let plan: RecurrencePlan
    private let weekdays: UInt64
    private let isOpen: Bool

    /// After this many days the calendar is the same again, weekdays included.
    static let cycleDays = 146_097

    init(_ plan: RecurrencePlan) {
        self.plan = plan
        weekdays = plan.weekdayBits
        isOpen = plan.months == 0 && plan.yearDays.isEmpty && plan.monthDays.isEmpty && plan.weekdays.isEmpty
    }

    /// The first day that passes and is not before one, both in days since the epoch; nil when there is none.
    func first(from day: Int, through last: Int) -> Int? {
        guard !isOpen else { return day <= last ? day : nil }
        var day = day
        let last = min(last, day + DayFilter.cycleDays)
        while day <= last {
            let date = CivilDate(daysSinceEpoch: day)
            let length = CivilDate.length(ofMonth: date.month, year: date.year)
            if !plan.allows(month: date.month) {
                day += length - date.day + 1
            } else if passes(date, day, length) {
                return day
            } else {
                day += 1
            }
        }
        return nil
    }

    private func passes(_ date: CivilDate, _ day: Int, _ length: Int) -> Bool {
        guard weekdays.contains((day + 3).floorRemainder(dividingBy: 7) + 1) else { return false }
        let days = plan.monthDays
        guard days.isEmpty || days.contains(date.day) || days.contains(date.day - length - 1) else { return false }
        return plan.yearDays.isEmpty || plan.names(yearDayOf: day, year: date.year)
    }
}

extension RecurrencePlan {
    /// True when the part for days of the year names a day.
    func names(yearDayOf day: Int, year: Int) -> Bool {
        let number = day - CivilDate.firstDay(ofMonth: 1, year: year) + 1
        return yearDays.contains(number) || yearDays.contains(number - 366 - (CivilDate.isLeap(year) ? 1 : 0))
    }
}
