import CivilTime
import Testing

@Suite("Civil dates")
struct CivilDateTests {
    /// A calendar that only knows how to step to the next day, to check the arithmetic one against.
    struct SteppedCalendar {
        var year: Int
        var month = 1
        var day = 1
        var daysSinceEpoch: Int
        var weekday: Int

        static let plainLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

        var isLeap: Bool {
            if year.isMultiple(of: 400) { return true }
            return year.isMultiple(of: 4) && !year.isMultiple(of: 100)
        }

        mutating func step() {
            daysSinceEpoch += 1
            weekday = weekday == 7 ? 1 : weekday + 1
            day += 1
            let length = SteppedCalendar.plainLengths[month - 1] + (month == 2 && isLeap ? 1 : 0)
            if day > length {
                day = 1
                month += 1
            }
            if month > 12 {
                month = 1
                year += 1
            }
        }
    }

    @Test("every day of the years 0 to 9999 agrees with a calendar that only steps")
    func everyDayAgreesWithStepping() throws {
        // 0000-01-01 is a Saturday, 719,528 days before the epoch.
        var calendar = SteppedCalendar(year: 0, daysSinceEpoch: -719_528, weekday: 6)
        var disagreements = 0
        var days = 0
        while calendar.year <= 9_999 {
            let date = CivilDate(year: calendar.year, month: calendar.month, day: calendar.day)
            let back = CivilDate(daysSinceEpoch: calendar.daysSinceEpoch)
            if date != back || date?.daysSinceEpoch != calendar.daysSinceEpoch || date?.weekday != calendar.weekday {
                disagreements += 1
            }
            days += 1
            calendar.step()
        }
        #expect(disagreements == 0)
        #expect(days == 3_652_425)
    }

    @Test(
        "known dates have their known day numbers and weekdays",
        arguments: [
            (1970, 1, 1, 0, 4), (1969, 12, 31, -1, 3), (2000, 2, 29, 11_016, 2), (2000, 3, 1, 11_017, 3),
            (2026, 1, 31, 20_484, 6), (2038, 1, 19, 24_855, 2), (1900, 3, 1, -25_508, 4), (9_999, 12, 31, 2_932_896, 5),
        ])
    func knownDates(year: Int, month: Int, day: Int, daysSinceEpoch: Int, weekday: Int) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(date.daysSinceEpoch == daysSinceEpoch)
        #expect(date.weekday == weekday)
        #expect(CivilDate(daysSinceEpoch: daysSinceEpoch) == date)
    }

    @Test(
        "days that do not exist are refused",
        arguments: [
            (2026, 2, 29), (1900, 2, 29), (2100, 2, 29), (2024, 2, 30), (2026, 4, 31), (2026, 6, 31), (2026, 9, 31),
            (2026, 11, 31), (2026, 1, 32), (2026, 1, 0), (2026, 0, 1), (2026, 13, 1), (2026, -1, 1), (-1, 1, 1),
            (10_000, 1, 1), (Int.max, 1, 1), (2026, Int.max, 1), (2026, 1, Int.min),
        ])
    func impossibleDays(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test("leap days exist in leap years only", arguments: [(2024, true), (2000, true), (1900, false), (2023, false)])
    func leapDays(year: Int, isLeap: Bool) {
        #expect(CivilDate.isLeap(year) == isLeap)
        #expect((CivilDate(year: year, month: 2, day: 29) != nil) == isLeap)
        #expect(CivilDate.length(ofMonth: 2, year: year) == (isLeap ? 29 : 28))
    }

    @Test("adding days crosses months, leap days and years in both directions")
    func addingDays() throws {
        let leapDay = try #require(CivilDate(year: 2024, month: 2, day: 29))
        #expect(leapDay.adding(days: 1) == CivilDate(year: 2024, month: 3, day: 1))
        #expect(leapDay.adding(days: -1) == CivilDate(year: 2024, month: 2, day: 28))
        #expect(leapDay.adding(days: 366) == CivilDate(year: 2025, month: 3, day: 1))
        #expect(leapDay.adding(days: 0) == leapDay)
        let newYear = try #require(CivilDate(year: 2026, month: 1, day: 1))
        #expect(newYear.adding(days: -1) == CivilDate(year: 2025, month: 12, day: 31))
    }

    @Test("order is calendar order, field by field")
    func order() throws {
        let dates = [(2025, 12, 31), (2026, 1, 1), (2026, 1, 2), (2026, 2, 1)].compactMap {
            CivilDate(year: $0.0, month: $0.1, day: $0.2)
        }
        try #require(dates.count == 4)
        #expect(dates.shuffled().sorted() == dates)
        #expect(!(dates[0] < dates[0]))
    }
}
