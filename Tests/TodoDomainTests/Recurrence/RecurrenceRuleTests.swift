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

    @Test("the short forms keep to short months, and the rules of RFC 5545 leave those out")
    func shortFormsAndRules() throws {
        let kept = try series("monthly", from: "2026-01-31T09:00:00", count: 3).map { $0.prefix(10) }
        #expect(kept == ["2026-01-31", "2026-02-28", "2026-03-31"])
        let strict = try series("FREQ=MONTHLY", from: "2026-01-31T09:00:00", count: 3).map { $0.prefix(10) }
        #expect(strict == ["2026-01-31", "2026-03-31", "2026-05-31"])
        let leapDays = try series("FREQ=YEARLY", from: "2024-02-29T09:00:00", count: 3).map { $0.prefix(10) }
        #expect(leapDays == ["2024-02-29", "2028-02-29", "2032-02-29"])
        let quarters = try series(
            "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", from: "2025-11-30T09:00:00", count: 3)
        #expect(quarters.map { $0.prefix(10) } == ["2025-11-30", "2026-02-28", "2026-05-31"])
    }

    @Test("the day of the anchor survives short months, leap and common years")
    func shortMonths() throws {
        let common = try series("monthly", from: "2026-01-31T09:00:00", count: 5).map { $0.prefix(10) }
        #expect(common == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"])
        let leap = try series("monthly", from: "2028-01-30T09:00:00", count: 3).map { $0.prefix(10) }
        #expect(leap == ["2028-01-30", "2028-02-29", "2028-03-30"])
        let yearly = try series("yearly", from: "2024-02-29T09:00:00", count: 5).map { $0.prefix(10) }
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
        for pattern in [
            "daily", "weekly", "monthly", "yearly", "FREQ=DAILY;INTERVAL=1000", "FREQ=MONTHLY;INTERVAL=1000",
            "FREQ=HOURLY;INTERVAL=24",
        ] {
            #expect(try rule(pattern).occurrence(after: last, anchor: last) == nil, "\(pattern)")
        }
        let before = try reading("9999-11-30T09:00:00")
        #expect(try rule("monthly").occurrence(after: before, anchor: before)?.iso8601 == "9999-12-30T09:00:00")
    }

    @Test("an interval is 1 to 999,999,999", arguments: [0, -1, 1_000_000_000, .max, .min])
    func interval(interval: Int) {
        #expect(RecurrenceRule(frequency: .daily, interval: interval) == nil)
    }

    @Test("printing and reading a rule gives the rule", arguments: RecurrenceRule.Frequency.allCases)
    func roundTrip(frequency: RecurrenceRule.Frequency) throws {
        for interval in [1, 2, 7, 999, 999_999_999] {
            let rule = try #require(RecurrenceRule(frequency: frequency, interval: interval))
            #expect(try RecurrenceRule(text: rule.text) == rule)
        }
    }

    @Test(
        "patterns are read in any case and order, and printed one way",
        arguments: [
            ("daily", "daily"), ("WEEKLY", "weekly"), ("Monthly", "monthly"), ("freq=daily;interval=1", "daily"),
            ("FREQ=WEEKLY;WKST=MO", "weekly"), ("FREQ=MONTHLY", "FREQ=MONTHLY"), ("FREQ=YEARLY;", "FREQ=YEARLY"),
            ("yearly", "yearly"), ("FREQ=WEEKLY;WKST=su", "FREQ=WEEKLY;WKST=SU"),
            ("BYDAY=FR,+1mo,MO,-1FR,mo;FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=-1FR,MO,FR,1MO"),
            ("WKST=SU;BYHOUR=9,8;COUNT=010;FREQ=DAILY", "FREQ=DAILY;COUNT=10;BYHOUR=8,9;WKST=SU"),
            ("FREQ=MINUTELY;BYSECOND=60,59,0", "FREQ=MINUTELY;BYSECOND=0,59"),
            ("FREQ=DAILY;UNTIL=20260131t090000z", "FREQ=DAILY;UNTIL=20260131T090000Z"),
            ("FREQ=DAILY;UNTIL=20260131T235960", "FREQ=DAILY;UNTIL=20260131T235959"),
            ("FREQ=DAILY;UNTIL=20260131", "FREQ=DAILY;UNTIL=20260131"),
            ("INTERVAL=3;FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=3"), ("FREQ=DAILY;INTERVAL=007", "FREQ=DAILY;INTERVAL=7"),
        ])
    func canonical(text: String, printed: String) throws {
        #expect(try RecurrenceRule(text: text).text == printed)
    }

    @Test(
        "other patterns are refused with the place and what would be right",
        arguments: [
            ("", 1, "where the name of a part should be"), ("fortnightly", 1, "use daily, weekly, monthly, yearly"),
            (" daily", 1, "where the name of a part"), ("RRULE:FREQ=DAILY", 1, "leave out 'RRULE:'"),
            ("FREQ", 1, "'FREQ' is no part"), ("FREQ=", 6, "use SECONDLY, MINUTELY"),
            ("FREQ=FORTNIGHTLY", 6, "use SECONDLY, MINUTELY"), ("INTERVAL=2", 1, "needs FREQ="),
            ("FREQ=DAILY;INTERVAL=0", 21, "1 to 999999999, not 0"), ("FREQ=DAILY;INTERVAL=-2", 21, "'-' where"),
            ("FREQ=DAILY;INTERVAL=1000000000", 21, "1 to 999999999"), ("FREQ=DAILY;INTERVAL=x", 21, "'x' where"),
            ("FREQ=DAILY;FREQ=DAILY", 12, "FREQ is there twice"), ("FREQ=DAILY;;", 12, "where the name of a part"),
            ("FREQ=DAILY;COUNT=0", 18, "1 to 1000000, not 0"), ("FREQ=DAILY;COUNT=", 18, "the rule ends"),
            ("FREQ=DAILY;COUNT=2;UNTIL=20260101", 20, "either COUNT or UNTIL"),
            ("FREQ=DAILY;UNTIL=20260230", 18, "that exists"), ("FREQ=DAILY;UNTIL=2026-01-31", 18, "20260131T090000Z"),
            ("FREQ=DAILY;UNTIL=20260131T24", 18, "20260131T090000Z"), ("FREQ=DAILY;BYHOUR=24", 19, "BYHOUR is 0 to 23"),
            ("FREQ=DAILY;BYHOUR=9,", 21, "the rule ends"), ("FREQ=DAILY;BYHOUR=9 ", 20, "' ' after a complete value"),
            ("FREQ=DAILY;BYMINUTE=60", 21, "0 to 59"), ("FREQ=DAILY;BYSECOND=61", 21, "0 to 60"),
            ("FREQ=MONTHLY;BYMONTHDAY=0", 25, "-1 to -31"), ("FREQ=MONTHLY;BYMONTHDAY=1,-32", 27, "not -32"),
            ("FREQ=YEARLY;BYMONTH=-1", 21, "'-' where"), ("FREQ=YEARLY;BYYEARDAY=367", 23, "1 to 366"),
            ("FREQ=YEARLY;BYWEEKNO=54", 22, "1 to 53"), ("FREQ=MONTHLY;BYDAY=54MO", 20, "1 to 53"),
            ("FREQ=WEEKLY;BYDAY=XX", 19, "'XX' is no weekday"), ("FREQ=WEEKLY;BYDAY=-MO", 20, "the place of a weekday"),
            ("FREQ=WEEKLY;WKST=1", 18, "is no weekday"), ("FREQ=WEEKLY;BYFOO=1", 13, "'BYFOO' is no part"),
            ("FREQ=WEEKLY;BYDAY=1MO", 13, "MONTHLY and YEARLY only"), ("FREQ=DAILY;BYWEEKNO=1", 12, "YEARLY only"),
            ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", 24, "not go with BYWEEKNO"),
            ("BYYEARDAY=1;FREQ=MONTHLY", 1, "BYYEARDAY does not go"),
            ("FREQ=WEEKLY;BYMONTHDAY=1", 13, "BYMONTHDAY does not go"),
            ("FREQ=DAILY;BYSETPOS=1", 12, "needs another BY part"), ("FREQ=MONTHLY;SKIP=OMIT", 14, "RFC 7529"),
            ("FREQ=DAILY;BYHOUR=١", 19, "'١' where"), ("FREQ=گھر", 6, "is no frequency"),
        ])
    func refused(text: String, position: Int, part: String) throws {
        let error = #expect(throws: RecurrenceRuleError.self) { try RecurrenceRule(text: text) }
        let refusal = try #require(error)
        #expect(refusal.position == position)
        #expect(refusal.reason.contains(part), "\(refusal)")
        #expect(refusal.message.hasPrefix("at character \(position): "))
    }

    @Test("a refusal quotes only the beginning of a long pattern")
    func longPattern() {
        for text in [
            String(repeating: "x", count: 100_000), "FREQ=DAILY;BYHOUR=" + String(repeating: "9", count: 5_000),
        ] {
            let error = #expect(throws: RecurrenceRuleError.self) { try RecurrenceRule(text: text) }
            #expect((error?.message.count ?? .max) < 350)
        }
    }

    @Test("what a rule is bounded by and made of can be asked")
    func properties() throws {
        #expect(try rule("FREQ=DAILY;COUNT=3").count == 3)
        #expect(try rule("FREQ=DAILY;COUNT=3").lastReading == nil)
        #expect(try rule("FREQ=DAILY;UNTIL=20260131").lastReading == reading("2026-01-31T23:59:59.999"))
        #expect(try rule("FREQ=DAILY;UNTIL=20260131T090000").lastReading == reading("2026-01-31T09:00:00"))
        #expect(try rule("FREQ=YEARLY;INTERVAL=2;UNTIL=20300101").isPlainInterval)
        #expect(try !rule("FREQ=WEEKLY;BYDAY=MO").isPlainInterval)
        #expect(try !rule("FREQ=HOURLY").isPlainInterval)
    }

    @Test("a limit in UTC becomes a reading of the series' own clock")
    func settled() throws {
        let zone = try #require(testZones.rules(named: "Asia/Karachi"))
        let settled = try rule("FREQ=DAILY;UNTIL=20260131T040000Z;BYHOUR=9").settled(in: zone)
        #expect(settled.text == "FREQ=DAILY;UNTIL=20260131T090000;BYHOUR=9")
        #expect(
            try rule("FREQ=DAILY;UNTIL=20260131T040000").settled(in: zone).text == "FREQ=DAILY;UNTIL=20260131T040000")
    }

    @Test("for a date without a time of day, the parts for times of day are left out")
    func wholeDays() throws {
        #expect(try rule("FREQ=DAILY;BYHOUR=9;BYMINUTE=1,2").ofWholeDays?.text == "daily")
        #expect(try rule("FREQ=DAILY;BYHOUR=9,10;BYSETPOS=2").ofWholeDays?.text == "daily")
        #expect(try rule("FREQ=WEEKLY;BYDAY=MO;BYSECOND=1").ofWholeDays?.text == "FREQ=WEEKLY;BYDAY=MO")
        #expect(try rule("monthly").ofWholeDays?.text == "monthly")
        #expect(try rule("FREQ=HOURLY").ofWholeDays == nil)
    }
}
