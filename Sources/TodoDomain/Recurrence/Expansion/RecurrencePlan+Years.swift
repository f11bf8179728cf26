internal import CivilTime

// Days within years, by the table and the notes on YEARLY in RFC 5545.
extension RecurrencePlan {
    func daysOfYear(_ year: Int) -> [Int] {
        if !weekNumbers.isEmpty { return daysOfWeeks(in: year) }
        if !yearDays.isEmpty { return numberedDays(of: year).filter(isKept) }
        if !monthDays.isEmpty { return monthDays(of: year) }
        return weekdays.isEmpty ? anchorDays(of: year) : weekdays(of: year)
    }

    /// The months that the rule names; the anchor's when it names none.
    private var namedMonths: [Int] {
        months == 0 ? [anchor.month] : (1...12).filter { months.contains($0) }
    }

    private func anchorDays(of year: Int) -> [Int] {
        namedMonths.flatMap { month in
            days(anchorBit(length: CivilDate.length(ofMonth: month, year: year)), of: month, year: year)
        }
    }

    private func monthDays(of year: Int) -> [Int] {
        let named = namedMonths.flatMap { month in
            days(monthDayBits(length: CivilDate.length(ofMonth: month, year: year)), of: month, year: year)
        }
        return weekdays.isEmpty ? named : named.filter { isNamedWeekday($0) }
    }

    private func weekdays(of year: Int) -> [Int] {
        guard months == 0 else {
            return namedMonths.flatMap { month in
                let length = CivilDate.length(ofMonth: month, year: year)
                return days(weekdayBits(month, year: year, length: length), of: month, year: year)
            }
        }
        let first = CivilDate.firstDay(ofMonth: 1, year: year)
        let end = CivilDate.firstDay(ofMonth: 1, year: year + 1)
        return Set(weekdays.flatMap { days(of: $0, from: first, before: end) }).sorted()
    }

    /// The days of the part for days of the year, as far as the year has them.
    private func numberedDays(of year: Int) -> [Int] {
        let length = CivilDate.isLeap(year) ? 366 : 365
        let first = CivilDate.firstDay(ofMonth: 1, year: year)
        let numbers = yearDays.map { $0 > 0 ? $0 : length + 1 + $0 }.filter((1...length).contains)
        return Set(numbers).sorted().map { first + $0 - 1 }
    }

    /// The days of the named weeks, some of which may lie in the years around; the anchor's weekday when no day is
    /// named otherwise.
    private func daysOfWeeks(in year: Int) -> [Int] {
        let first = firstWeek(ofYear: year)
        let count = firstWeek(ofYear: year + 1) - first
        let indices = weekNumbers.map { $0 > 0 ? $0 - 1 : count + $0 }.filter((0..<count).contains)
        let isAnyDay = weekdays.isEmpty && monthDays.isEmpty && yearDays.isEmpty
        return Set(indices).sorted().flatMap { index in
            let start = firstDay(ofWeek: first + index)
            return (start..<start + 7).filter { day in
                isAnyDay ? isAnchorWeekday(day) && allows(monthOf: day) : isKept(day)
            }
        }
    }

    private func isAnchorWeekday(_ day: Int) -> Bool {
        (day - anchor.daysSinceEpoch) % 7 == 0
    }

    private func allows(monthOf day: Int) -> Bool {
        months == 0 || allows(month: CivilDate(daysSinceEpoch: day).month)
    }

    /// True when a day passes the parts for months, for days of the year and of the month, and for weekdays.
    private func isKept(_ day: Int) -> Bool {
        let date = CivilDate(daysSinceEpoch: day)
        guard allows(month: date.month) else { return false }
        guard yearDays.isEmpty || names(yearDayOf: day, year: date.year) else { return false }
        let fromEnd = date.day - CivilDate.length(ofMonth: date.month, year: date.year) - 1
        guard monthDays.isEmpty || monthDays.contains(date.day) || monthDays.contains(fromEnd) else { return false }
        return weekdays.isEmpty || isNamedWeekday(day)
    }

    /// True for the named weekdays, those with a place counted in the month if the rule names months, else in the year.
    private func isNamedWeekday(_ day: Int) -> Bool {
        let date = CivilDate(daysSinceEpoch: day)
        if months != 0 {
            let length = CivilDate.length(ofMonth: date.month, year: date.year)
            return weekdayBits(date.month, year: date.year, length: length).contains(date.day)
        }
        let first = CivilDate.firstDay(ofMonth: 1, year: date.year)
        let end = CivilDate.firstDay(ofMonth: 1, year: date.year + 1)
        return weekdays.contains { wanted in
            wanted.weekday == date.weekday
                && (wanted.place == 0 || days(of: wanted, from: first, before: end).contains(day))
        }
    }

    /// The days of a weekday in a span, all of them or the one at its place.
    private func days(of wanted: WeekdayPlace, from first: Int, before end: Int) -> [Int] {
        let weekday = (first + 3).floorRemainder(dividingBy: 7) + 1
        let days = Array(stride(from: first + (wanted.weekday - weekday).floorRemainder(dividingBy: 7), to: end, by: 7))
        guard wanted.place != 0 else { return days }
        let index = wanted.place > 0 ? wanted.place - 1 : days.count + wanted.place
        return days.indices.contains(index) ? [days[index]] : []
    }
}
