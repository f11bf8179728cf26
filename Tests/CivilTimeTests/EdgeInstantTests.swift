import CivilTime
import Testing

/// The changes of real zones that break schedulers, written out by hand.
@Suite("Edge instants of real zones")
struct EdgeInstantTests {
    /// One change of offset: the instant, and the readings just before and at it.
    struct Change: Sendable, CustomTestStringConvertible {
        let zone: String
        let at: String
        let lastReadingBefore: String
        let firstReadingAfter: String

        init(_ zone: String, _ at: String, _ lastReadingBefore: String, _ firstReadingAfter: String) {
            self.zone = zone
            self.at = at
            self.lastReadingBefore = lastReadingBefore
            self.firstReadingAfter = firstReadingAfter
        }

        var testDescription: String { "\(zone) \(at)" }
    }

    static let changes = [
        // Karachi's clocks went forward at midnight: 00:00 to 00:59 did not exist.
        Change("Asia/Karachi", "2002-04-06T19:00:00Z", "2002-04-06T23:59:59.999", "2002-04-07T01:00:00"),
        Change("Asia/Karachi", "2002-10-05T18:00:00Z", "2002-10-05T23:59:59.999", "2002-10-05T23:00:00"),
        Change("Asia/Karachi", "2008-05-31T19:00:00Z", "2008-05-31T23:59:59.999", "2008-06-01T01:00:00"),
        Change("Asia/Karachi", "2008-10-31T18:00:00Z", "2008-10-31T23:59:59.999", "2008-10-31T23:00:00"),
        Change("Asia/Karachi", "2009-04-14T19:00:00Z", "2009-04-14T23:59:59.999", "2009-04-15T01:00:00"),
        Change("Asia/Karachi", "2009-10-31T18:00:00Z", "2009-10-31T23:59:59.999", "2009-10-31T23:00:00"),
        // Samoa crossed the date line: 30 December 2011 did not exist.
        Change("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-29T23:59:59.999", "2011-12-31T00:00:00"),
        // Half an hour of daylight time.
        Change("Australia/Lord_Howe", "2026-04-04T15:00:00Z", "2026-04-05T01:59:59.999", "2026-04-05T01:30:00"),
        Change("Australia/Lord_Howe", "2026-10-03T15:30:00Z", "2026-10-04T01:59:59.999", "2026-10-04T02:30:00"),
        Change("America/New_York", "2026-03-08T07:00:00Z", "2026-03-08T01:59:59.999", "2026-03-08T03:00:00"),
        Change("America/New_York", "2026-11-01T06:00:00Z", "2026-11-01T01:59:59.999", "2026-11-01T01:00:00"),
        Change("Europe/London", "2026-03-29T01:00:00Z", "2026-03-29T00:59:59.999", "2026-03-29T02:00:00"),
        Change("Europe/London", "2026-10-25T01:00:00Z", "2026-10-25T01:59:59.999", "2026-10-25T01:00:00"),
        // Dublin's winter is the exception, its summer the standard.
        Change("Europe/Dublin", "2026-03-29T01:00:00Z", "2026-03-29T00:59:59.999", "2026-03-29T02:00:00"),
        Change("Europe/Dublin", "2026-10-25T01:00:00Z", "2026-10-25T01:59:59.999", "2026-10-25T01:00:00"),
        Change("America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-03T23:59:59.999", "2018-11-04T01:00:00"),
        Change("America/Sao_Paulo", "2019-02-17T02:00:00Z", "2019-02-16T23:59:59.999", "2019-02-16T23:00:00"),
        Change("Africa/Cairo", "2026-04-23T22:00:00Z", "2026-04-23T23:59:59.999", "2026-04-24T01:00:00"),
        Change("Africa/Cairo", "2026-10-29T21:00:00Z", "2026-10-29T23:59:59.999", "2026-10-29T23:00:00"),
        // Morocco pauses its summer time for Ramadan.
        Change("Africa/Casablanca", "2026-02-15T02:00:00Z", "2026-02-15T02:59:59.999", "2026-02-15T02:00:00"),
        Change("Africa/Casablanca", "2026-03-22T02:00:00Z", "2026-03-22T01:59:59.999", "2026-03-22T03:00:00"),
        Change("Asia/Kathmandu", "1985-12-31T18:30:00Z", "1985-12-31T23:59:59.999", "1986-01-01T00:15:00"),
        Change("Asia/Tehran", "2022-03-21T20:30:00Z", "2022-03-21T23:59:59.999", "2022-03-22T01:00:00"),
        Change("Asia/Tehran", "2022-09-21T19:30:00Z", "2022-09-21T23:59:59.999", "2022-09-21T23:00:00"),
    ]

    @Test("the clock on the wall jumps at the instant and not a millisecond sooner", arguments: changes)
    func jumps(change: Change) throws {
        let zone = try ZoneFiles.rules(of: change.zone)
        let at = try instant(change.at)
        #expect(zone.civil(at: at).iso8601 == change.firstReadingAfter)
        #expect(zone.civil(at: at.adding(milliseconds: -1)).iso8601 == change.lastReadingBefore)
    }

    @Test(
        "zones that gave up daylight time do not change any more",
        arguments: [
            ("America/Sao_Paulo", "2019-02-17T02:00:00Z", -10_800), ("Asia/Tehran", "2022-09-21T19:30:00Z", 12_600),
            ("Asia/Karachi", "2009-10-31T18:00:00Z", 18_000), ("Asia/Kathmandu", "1985-12-31T18:30:00Z", 20_700),
        ])
    func changesEnd(name: String, after: String, offset: Int) throws {
        let zone = try ZoneFiles.rules(of: name)
        var moment = try instant(after)
        while moment.millisecondsSinceEpoch < 4_102_444_800_000 {
            #expect(zone.offsetSeconds(at: moment) == offset, "\(name) at \(moment)")
            moment = moment.adding(milliseconds: 7 * 86_400_000)
        }
    }

    @Test("far beyond the table the rule at its end goes on")
    func farFuture() throws {
        let zone = try ZoneFiles.rules(of: "America/New_York")
        #expect(try zone.offsetSeconds(at: instant("2999-01-15T12:00:00Z")) == -18_000)
        #expect(try zone.offsetSeconds(at: instant("2999-07-15T12:00:00Z")) == -14_400)
        #expect(try zone.offsetSeconds(at: instant("1800-07-15T12:00:00Z")) == -17_762)
    }

    @Test("the ends of time have an offset and a reading, without a trap")
    func endsOfTime() throws {
        for name in ["America/New_York", "Pacific/Apia", "Asia/Karachi"] {
            let zone = try ZoneFiles.rules(of: name)
            for end in [Timestamp(millisecondsSinceEpoch: .min), Timestamp(millisecondsSinceEpoch: .max)] {
                #expect((-86_400...86_400).contains(zone.offsetSeconds(at: end)))
                let back = zone.instant(of: zone.civil(at: end))
                #expect(abs(back.duration(since: end).components.seconds) <= 86_400)
            }
        }
    }

    @Test(
        "a zone that went over the date line has a date less, and no other has",
        arguments: [
            ("Pacific/Apia", ["2011-12-30"]), ("Pacific/Fakaofo", ["2011-12-30"]),
            ("Pacific/Kiritimati", ["1994-12-31"]),
            ("Pacific/Kwajalein", ["1993-08-21"]), ("Asia/Karachi", []), ("Africa/Cairo", []), ("UTC", []),
        ])
    func absentDates(zone: String, dates: [String]) throws {
        #expect(try ZoneFiles.rules(of: zone).absentDates.map(\.iso8601) == dates)
    }
}
