internal import CivilTime

// Weeks, which begin on the rule's own weekday.
extension RecurrencePlan {
    /// The number of the week that holds a day; 0 holds the epoch's Thursday or the week's start before it.
    func weekIndex(of day: Int) -> Int {
        (day + 4 - weekStart).floorDivided(by: 7)
    }

    func firstDay(ofWeek index: Int) -> Int {
        index * 7 - 4 + weekStart
    }

    /// The week with the number 1 of a year: the first that has at least four days of it.
    func firstWeek(ofYear year: Int) -> Int {
        weekIndex(of: CivilDate.firstDay(ofMonth: 1, year: year) + 3)
    }

    /// The year that a week belongs to: that of its fourth day.
    func weekYear(of index: Int) -> Int {
        CivilDate(daysSinceEpoch: firstDay(ofWeek: index) + 3).year
    }

    func daysOfWeek(_ index: Int) -> [Int] {
        let first = firstDay(ofWeek: index)
        let wanted = weekdays.isEmpty ? 1 << UInt64(anchor.weekday) : weekdayBits
        return (first..<first + 7).filter { day in
            wanted.contains((day + 3).floorRemainder(dividingBy: 7) + 1)
                && (months == 0 || allows(month: CivilDate(daysSinceEpoch: day).month))
        }
    }
}
