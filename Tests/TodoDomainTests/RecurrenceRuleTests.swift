import CivilTime
import Testing
import TodoDomain

@Suite("Recurrence rules")
struct RecurrenceRuleTests {
    /// Readings of the series from its anchor on.
    private func series(_ pattern: String, from anchor: String, count: Int) throws -> [String] {
        let rule = try rule(pattern)
        let anchor = try reading(anchor)
        var readings = [anchor]
        while readings.count < count, let next = rule.occurrence(after: readings[readings.count - 1], anchor: anchor) {
            readings.append(next)
        }
        return readings.map(\.iso8601)
    }

    @Test("a day, a week and a month on the clock of the wall")
    func shortForms() throws {
        #expect(
            try series("daily", from: "2026-02-27T09:30:00", count: 3) == [
                "2026-02-27T09:30:00", "2026-02-28T09:30:00", "2026-03-01T09:30:00",
            ])
        #expect(
            try series("weekly", from: "2025-12-29T00:00:00", count: 3) == [
                "2025-12-29T00:00:00", "2026-01-05T00:00:00", "2026-01-12T00:00:00",
            ])
        #expect(
            try series("monthly", from: "2025-11-15T23:59:59", count: 3) == [
                "2025-11-15T23:59:59", "2025-12-15T23:59:59", "2026-01-15T23:59:59",
            ])
    }

    @Test("every so many of them")
    func intervals() throws {
        #expect(
            try series("FREQ=DAILY;INTERVAL=10", from: "2026-02-20T09:00:00", count: 3) == [
                "2026-02-20T09:00:00", "2026-03-02T09:00:00", "2026-03-12T09:00:00",
            ])
        #expect(
            try series("FREQ=WEEKLY;INTERVAL=2", from: "2026-01-05T09:00:00", count: 3) == [
                "2026-01-05T09:00:00", "2026-01-19T09:00:00", "2026-02-02T09:00:00",
            ])
        #expect(
            try series("FREQ=MONTHLY;INTERVAL=5", from: "2026-10-31T09:00:00", count: 4) == [
                "2026-10-31T09:00:00", "2027-03-31T09:00:00", "2027-08-31T09:00:00", "2028-01-31T09:00:00",
            ])
    }

    @Test("the day of the anchor survives short months, leap and common years")
    func shortMonths() throws {
        let common = try series("monthly", from: "2026-01-31T09:00:00", count: 5).map { $0.prefix(10) }
        #expect(common == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"])
        let leap = try series("monthly", from: "2028-01-30T09:00:00", count: 3).map { $0.prefix(10) }
        #expect(leap == ["2028-01-30", "2028-02-29", "2028-03-30"])
        let yearly = try series("FREQ=MONTHLY;INTERVAL=12", from: "2024-02-29T09:00:00", count: 5).map { $0.prefix(10) }
        #expect(yearly == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"])
    }

    @Test("the occurrence after a reading is the first that is strictly later, wherever the reading lies")
    func between() throws {
        let monthly = try rule("monthly")
        let anchor = try reading("2026-01-31T09:00:00")
        for (after, expected) in [
            ("2025-06-01T00:00:00", "2026-01-31T09:00:00"), ("2026-01-31T08:59:59", "2026-01-31T09:00:00"),
            ("2026-01-31T09:00:00", "2026-02-28T09:00:00"), ("2026-02-28T08:59:59", "2026-02-28T09:00:00"),
            ("2026-02-28T09:00:00", "2026-03-31T09:00:00"), ("2026-03-01T00:00:00", "2026-03-31T09:00:00"),
            ("2026-12-31T23:00:00", "2027-01-31T09:00:00"),
        ] {
            #expect(
                monthly.occurrence(after: try reading(after), anchor: anchor)?.iso8601 == expected, "after \(after)")
        }
    }

    @Test("an anchor far in the past gives the same as stepping from it, at once")
    func ancientAnchor() throws {
        let anchor = try reading("0001-01-31T09:00:00")
        let after = try reading("2026-05-31T09:00:00")
        #expect(try rule("monthly").occurrence(after: after, anchor: anchor)?.iso8601 == "2026-06-30T09:00:00")
        #expect(try rule("daily").occurrence(after: after, anchor: anchor)?.iso8601 == "2026-06-01T09:00:00")
        let weekly = try #require(try rule("weekly").occurrence(after: after, anchor: anchor))
        #expect(weekly.date.weekday == anchor.date.weekday)
        #expect(weekly > after)
        #expect(weekly.date.daysSinceEpoch - after.date.daysSinceEpoch <= 7)
    }

    @Test("a series ends with the year 9999")
    func endOfTime() throws {
        let last = try reading("9999-12-31T09:00:00")
        for pattern in ["daily", "weekly", "monthly", "FREQ=DAILY;INTERVAL=1000", "FREQ=MONTHLY;INTERVAL=1000"] {
            #expect(try rule(pattern).occurrence(after: last, anchor: last) == nil, "\(pattern)")
        }
        let before = try reading("9999-11-30T09:00:00")
        #expect(try rule("monthly").occurrence(after: before, anchor: before)?.iso8601 == "9999-12-30T09:00:00")
    }

    @Test("an interval is 1 to 1,000", arguments: [0, -1, 1_001, .max, .min])
    func interval(interval: Int) {
        #expect(RecurrenceRule(frequency: .daily, interval: interval) == nil)
    }

    @Test("printing and reading a rule gives the rule", arguments: RecurrenceRule.Frequency.allCases)
    func roundTrip(frequency: RecurrenceRule.Frequency) throws {
        for interval in [1, 2, 7, 999, 1_000] {
            let rule = try #require(RecurrenceRule(frequency: frequency, interval: interval))
            #expect(try RecurrenceRule(text: rule.text) == rule)
        }
    }

    @Test(
        "patterns are read in any case and order, and printed one way",
        arguments: [
            ("daily", "daily"), ("WEEKLY", "weekly"), ("FREQ=MONTHLY", "monthly"), ("freq=daily;interval=1", "daily"),
            ("INTERVAL=3;FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=3"), ("FREQ=DAILY;INTERVAL=007", "FREQ=DAILY;INTERVAL=7"),
        ])
    func canonical(text: String, printed: String) throws {
        #expect(try RecurrenceRule(text: text).text == printed)
    }

    @Test(
        "other patterns are refused with the part at fault",
        arguments: [
            ("", ""), ("yearly", "yearly"), ("FREQ=", "FREQ="), ("FREQ=HOURLY", "FREQ=HOURLY"),
            ("INTERVAL=2", "INTERVAL=2"), ("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=0"),
            ("FREQ=DAILY;INTERVAL=-2", "FREQ=DAILY;INTERVAL=-2"), ("FREQ=DAILY;INTERVAL=+2", "FREQ=DAILY;INTERVAL=+2"),
            ("FREQ=DAILY;INTERVAL=1001", "FREQ=DAILY;INTERVAL=1001"),
            ("FREQ=DAILY;INTERVAL=x", "FREQ=DAILY;INTERVAL=x"),
            ("FREQ=DAILY;COUNT=3", "COUNT=3"), ("FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY"), ("FREQ=DAILY;", ""),
            ("RRULE:FREQ=DAILY", "RRULE:FREQ=DAILY"), (" daily", " daily"),
        ])
    func refused(text: String, part: String) {
        let error = #expect(throws: RecurrenceRuleError.self) { try RecurrenceRule(text: text) }
        #expect(error?.message.hasPrefix("'\(part)' is not understood; use daily, weekly, monthly") == true)
    }

    @Test("a refusal quotes only the beginning of a long pattern")
    func longPattern() {
        let error = #expect(throws: RecurrenceRuleError.self) {
            try RecurrenceRule(text: String(repeating: "x", count: 100_000))
        }
        #expect((error?.message.count ?? .max) < 250)
    }
}
