import CivilTime
import Testing
import TodoDomain

@Suite("Rules without an end, without a match, or from long ago")
struct RecurrenceBoundTests {
    @Test(
        "a rule that matches nothing has no date, and says so",
        arguments: [
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31", "FREQ=MONTHLY;BYDAY=6MO",
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=MINUTELY;BYMONTH=4;BYMONTHDAY=31", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1", "FREQ=SECONDLY;INTERVAL=3600;BYMINUTE=1",
            "FREQ=SECONDLY;INTERVAL=604800;BYDAY=MO", "FREQ=MINUTELY;INTERVAL=10080;BYDAY=TU;BYHOUR=9",
            "FREQ=HOURLY;INTERVAL=24;BYHOUR=10", "FREQ=HOURLY;INTERVAL=168;BYDAY=MO", "FREQ=DAILY;INTERVAL=7;BYDAY=SU",
            "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", "FREQ=SECONDLY;BYSECOND=0;BYSETPOS=-2",
            "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=6", "FREQ=YEARLY;INTERVAL=2;BYYEARDAY=366;BYMONTH=12",
            "FREQ=SECONDLY;INTERVAL=7;BYSECOND=30;BYYEARDAY=366;BYMONTHDAY=30",
        ])
    func nothing(text: String) throws {
        let anchor = try reading("2025-01-31T09:00:00")
        let rule = try rule(text)
        #expect(rule.occurrence(after: anchor, anchor: anchor) == nil)
        #expect(rule.occurrence(after: try reading("9000-01-01T00:00:00"), anchor: anchor) == nil)
        #expect(Array(rule.occurrences(from: anchor)).isEmpty)
    }

    @Test("a rule of one second from the year 1 has the next second, wherever one asks")
    func ancientSeconds() throws {
        let anchor = try reading("0001-01-01T00:00:00")
        let rule = try rule("FREQ=SECONDLY")
        for place in ["0001-01-01T00:00:00", "2026-01-31T09:00:00", "9999-12-31T23:59:58"] {
            let place = try reading(place)
            let next = try #require(rule.occurrence(after: place, anchor: anchor))
            #expect(next.millisecondsSinceEpoch - place.millisecondsSinceEpoch == 1_000)
        }
        #expect(rule.occurrence(after: try reading("9999-12-31T23:59:59"), anchor: anchor) == nil)
    }

    @Test("a reading of any clock, also one beyond the calendar, is answered")
    func edges() throws {
        let anchor = try reading("2026-01-31T09:00:00")
        for frequency in RecurrenceRule.Frequency.allCases {
            let rule = try #require(RecurrenceRule(frequency: frequency))
            let first = CivilDateTime(millisecondsSinceEpoch: .min)
            #expect(rule.occurrence(after: first, anchor: anchor) == anchor)
            let last = CivilDateTime(millisecondsSinceEpoch: .max)
            #expect(rule.occurrence(after: last, anchor: anchor) == nil)
            #expect(rule.occurrence(after: anchor, anchor: last) == nil)
        }
    }

    @Test("a date has the anchor's part of a second")
    func milliseconds() throws {
        let anchor = try reading("2026-01-31T09:00:00.250")
        let rule = try rule("FREQ=SECONDLY;BYSECOND=0,30;UNTIL=20260131T090100")
        #expect(
            rule.occurrences(from: anchor).map(\.iso8601) == ["2026-01-31T09:00:00.250", "2026-01-31T09:00:30.250"])
        let place = try reading("2026-01-31T09:00:00.100")
        #expect(rule.occurrence(after: place, anchor: anchor) == anchor)
        let other = try reading("2026-01-31T09:00:30.249")
        #expect(rule.occurrence(after: other, anchor: anchor)?.iso8601 == "2026-01-31T09:00:30.250")
    }

    @Test("dates are counted from the anchor, also for those who ask for later ones only")
    func counted() throws {
        let anchor = try reading("2026-01-31T09:00:00")
        let rule = try rule("FREQ=DAILY;COUNT=5")
        let later = rule.occurrences(from: anchor, after: try reading("2026-02-02T09:00:00"))
        #expect(later.map { $0.iso8601.prefix(10) } == ["2026-02-03", "2026-02-04"])
        #expect(rule.occurrences(from: anchor, after: try reading("2026-02-04T09:00:00")).map(\.iso8601) == [])
        let open = try self.rule("daily").occurrences(from: anchor, after: try reading("2030-01-01T00:00:00"))
        #expect(open.prefix(1).map(\.iso8601) == ["2030-01-01T09:00:00"])
    }

    @Test("a set has the dates of its rule and those added, each once, without the exceptions")
    func set() throws {
        let anchor = try reading("2026-01-31T09:00:00")
        let added = try ["2026-02-02T09:00:00", "2026-02-01T18:00:00", "2026-03-01T00:00:00"].map(reading)
        let excepted = try ["2026-02-01T09:00:00", "2026-03-01T00:00:00"].map(reading)
        let rule = try rule("FREQ=DAILY;COUNT=3")
        let set = RecurrenceSet(rule, anchor: anchor, additions: added, exceptions: excepted)
        #expect(set.map(\.iso8601) == ["2026-01-31T09:00:00", "2026-02-01T18:00:00", "2026-02-02T09:00:00"])
        let later = RecurrenceSet(
            rule, anchor: anchor, additions: added, exceptions: excepted, after: try reading("2026-02-01T18:00:00"))
        #expect(later.map(\.iso8601) == ["2026-02-02T09:00:00"])
    }

    private func rule(_ text: String) throws -> RecurrenceRule {
        try RecurrenceRule(text: text)
    }
}
