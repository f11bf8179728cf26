import CivilTime
import Testing
import TodoDomain

/// Samoa went over the date line: after 29 December 2011 came 31 December.
@Suite("Series across a date that never was")
struct SeriesAbsentDateTests {
    private let zones: MemoryZoneDatabase

    init() throws {
        let change = ZoneRules.Change(
            at: try #require(Timestamp(rfc3339: "2011-12-30T10:00:00Z")), offsetSeconds: 14 * 3_600)
        let apia = ZoneRules(name: "Pacific/Apia", offsetSeconds: -10 * 3_600, changes: [change])
        zones = MemoryZoneDatabase([try #require(apia)])
    }

    private func series(_ rule: String, from wall: String, _ settings: SeriesSettings = .init()) throws -> Series {
        Series(
            rule: try RecurrenceRule(text: rule), anchor: try #require(CivilDateTime(iso8601: wall)), settings: settings
        )
    }

    private func next(_ series: Series, doneAt instant: String) throws -> String? {
        let due = DueDate(wall: series.anchor, anchor: .zone("Pacific/Apia"))
        let completedAt = try #require(Timestamp(rfc3339: instant))
        return series.successor(of: due, completedAt: completedAt, zones: zones)?.text
    }

    @Test("a daily series goes on with the day that came")
    func daily() throws {
        let series = try series("daily", from: "2011-12-29T09:00:00")
        #expect(try next(series, doneAt: "2011-12-29T19:30:00Z") == "2011-12-31T09:00:00")
    }

    @Test("a weekly series on Fridays has none in that week")
    func weekly() throws {
        let series = try series("weekly", from: "2011-12-23T09:00:00")
        #expect(try next(series, doneAt: "2011-12-23T20:00:00Z") == "2012-01-06T09:00:00")
    }

    @Test("a series from completion leaves the day out too")
    func fromCompletion() throws {
        let series = try series("daily", from: "2011-12-29T09:00:00", SeriesSettings(repeatFrom: .completion))
        #expect(try next(series, doneAt: "2011-12-29T19:30:00Z") == "2011-12-31T09:00:00")
    }

    @Test("of the dates that were missed, the latest is one that was")
    func latest() throws {
        let series = try series("daily", from: "2011-12-28T09:00:00", SeriesSettings(missed: .latestOnly))
        // It is 08:00 on the 31st: 09:00 of the 29th was the last to come.
        #expect(try next(series, doneAt: "2011-12-30T18:00:00Z") == "2011-12-29T09:00:00")
    }

    @Test("the day does not count, and its clockless reading does elsewhere")
    func count() throws {
        let rule = try RecurrenceRule(text: "FREQ=DAILY;COUNT=3")
        let anchor = try #require(CivilDateTime(iso8601: "2011-12-29T09:00:00"))
        let absent = try #require(zones.rules(named: "Pacific/Apia")).absentDates
        let there = rule.occurrences(from: anchor, absentDates: absent).map(\.date.iso8601)
        #expect(there == ["2011-12-29", "2011-12-31", "2012-01-01"])
        #expect(rule.occurrences(from: anchor).map(\.date.iso8601) == ["2011-12-29", "2011-12-30", "2011-12-31"])
    }
}
