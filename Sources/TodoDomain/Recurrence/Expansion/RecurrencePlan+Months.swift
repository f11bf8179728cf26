internal import CivilTime

// Days within months. A day's bit is its number, 1 to 31.
extension RecurrencePlan {
    func daysOfMonth(_ month: Int, year: Int) -> [Int] {
        guard allows(month: month) else { return [] }
        return days(monthBits(month, year: year), of: month, year: year)
    }

    func days(_ bits: UInt64, of month: Int, year: Int) -> [Int] {
        let first = CivilDate.firstDay(ofMonth: month, year: year)
        var days: [Int] = []
        var rest = bits
        while rest != 0 {
            days.append(first + rest.trailingZeroBitCount - 1)
            rest &= rest - 1
        }
        return days
    }

    /// The days of a month that the rule names; the anchor's day when it names none.
    private func monthBits(_ month: Int, year: Int) -> UInt64 {
        let length = CivilDate.length(ofMonth: month, year: year)
        guard !monthDays.isEmpty || !weekdays.isEmpty else { return anchorBit(length: length) }
        let named = monthDays.isEmpty ? .max : monthDayBits(length: length)
        return weekdays.isEmpty ? named : named & weekdayBits(month, year: year, length: length)
    }

    /// The anchor's day, if the month has it; for the short forms, else the last day.
    func anchorBit(length: Int) -> UInt64 {
        if anchor.day <= length { return 1 << UInt64(anchor.day) }
        return keepsShortMonths ? 1 << UInt64(length) : 0
    }

    func monthDayBits(length: Int) -> UInt64 {
        monthDays.reduce(0) { bits, value in
            let day = value > 0 ? value : length + 1 + value
            return (1...length).contains(day) ? bits | 1 << UInt64(day) : bits
        }
    }

    /// The weekdays of a month that the rule names, each or by their place in the month.
    func weekdayBits(_ month: Int, year: Int, length: Int) -> UInt64 {
        let first = (CivilDate.firstDay(ofMonth: month, year: year) + 3).floorRemainder(dividingBy: 7) + 1
        return weekdays.reduce(0) { bits, wanted in
            let earliest = 1 + (wanted.weekday - first).floorRemainder(dividingBy: 7)
            let count = (length - earliest) / 7 + 1
            guard wanted.place != 0 else {
                return (0..<count).reduce(bits) { $0 | 1 << UInt64(earliest + $1 * 7) }
            }
            let index = wanted.place > 0 ? wanted.place - 1 : count + wanted.place
            return (0..<count).contains(index) ? bits | 1 << UInt64(earliest + index * 7) : bits
        }
    }
}
