import CivilTime
import Testing

@Suite("POSIX zone rules")
struct PosixZoneRuleTests {
    @Test(
        "the offset at an instant follows the rule in both hemispheres, at the very second of each change",
        arguments: [
            ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59.999Z", -18_000),
            ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z", -14_400),
            ("EST5EDT,M3.2.0,M11.1.0", "2026-11-01T05:59:59.999Z", -14_400),
            ("EST5EDT,M3.2.0,M11.1.0", "2026-11-01T06:00:00Z", -18_000),
            ("NZST-12NZDT,M9.5.0,M4.1.0/3", "2026-04-04T13:59:59Z", 46_800),
            ("NZST-12NZDT,M9.5.0,M4.1.0/3", "2026-04-04T14:00:00Z", 43_200),
            ("NZST-12NZDT,M9.5.0,M4.1.0/3", "2026-12-31T23:59:59Z", 46_800),
            ("NZST-12NZDT,M9.5.0,M4.1.0/3", "2027-01-01T00:00:00Z", 46_800),
            ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-10-03T15:29:59Z", 37_800),
            ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-10-03T15:30:00Z", 39_600),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-07-01T12:00:00Z", 3_600),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-12-25T12:00:00Z", 0),
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", -7_200),
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -3_600),
            ("EET-2EEST,M4.5.5/0,M10.5.4/24", "2026-10-29T20:59:59Z", 10_800),
            ("EET-2EEST,M4.5.5/0,M10.5.4/24", "2026-10-29T21:00:00Z", 7_200),
            ("AAA-1BBB,J60/0,J300/0", "2024-02-29T22:59:59Z", 3_600),
            ("AAA-1BBB,J60/0,J300/0", "2024-02-29T23:00:00Z", 7_200),
            ("AAA-1BBB,59/0,J300/0", "2024-02-28T23:00:00Z", 7_200),
            ("AAA-1BBB,59/0,J300/0", "2023-02-28T23:00:00Z", 7_200),
            ("AAA-1BBB,59/0,J300/0", "2023-02-28T22:59:59Z", 3_600),
            ("ABC3:30:15", "2026-01-01T00:00:00Z", -12_615),
            ("<+0545>-5:45", "2026-01-01T00:00:00Z", 20_700),
        ])
    func offsets(rule: String, at text: String, seconds: Int) throws {
        let zone = try #require(ZoneRules(name: "test", posix: rule))
        #expect(try zone.offsetSeconds(at: instant(text)) == seconds)
    }

    @Test("a rule that is always daylight time has no change at new year")
    func permanentDaylight() throws {
        let zone = try #require(ZoneRules(name: "test", posix: "EST5EDT,0/0,J365/25"))
        var hour = try instant("2023-12-30T00:00:00Z")
        for _ in 0..<96 {
            #expect(zone.offsetSeconds(at: hour) == -14_400, "\(hour)")
            hour = hour.adding(milliseconds: 3_600_000)
        }
    }

    @Test("without an offset of its own, daylight time is one hour ahead")
    func defaultDaylightOffset() throws {
        let short = try #require(ZoneRules(name: "short", posix: "CET-1CEST,M3.5.0,M10.5.0/3"))
        let long = try #require(ZoneRules(name: "long", posix: "CET-1CEST-2,M3.5.0/2,M10.5.0/3:00:00"))
        var day = try instant("2026-01-01T01:00:00Z")
        for _ in 0..<365 {
            #expect(short.offsetSeconds(at: day) == long.offsetSeconds(at: day))
            day = day.adding(milliseconds: 86_400_000)
        }
    }

    @Test(
        "malformed rules are refused",
        arguments: [
            "", "E", "ES5", "EST", "5", "EST5EDT", "EST5EDT,", "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,", "EST5EDT4",
            "EST5EDT,M3.2.0,M11.1.0,", "EST5EDT,M3.2.0,M11.1.0 ", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M0.2.0,M11.1.0",
            "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.0.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,M3.2,M11.1.0",
            "EST5EDT,J0,J300", "EST5EDT,J366,J300", "EST5EDT,366,J300", "EST5EDT,J60/,J300", "EST5EDT,J60/168,J300",
            "EST5:60", "EST5:", "EST25", "EST5:00:60", "<EST5", "<>5", "<+1>5", "<EST5EDT,M3.2.0,M11.1.0", "EST--5",
            "EST+-5", "EST5EDT,M3.2.0/2:,M11.1.0", "EST5EDT,M3.2.0/2:99,M11.1.0", "EST99999999999999999999",
        ])
    func malformed(rule: String) {
        #expect(ZoneRules(name: "test", posix: rule) == nil)
    }
}
