internal import CivilTime

extension ZoneYear {
    /// The years whose changes of clocks have broken the most programs: gaps and overlaps of an hour and of half an
    /// hour, some at midnight, a day that never was, summer time that is begun, given up, paused or counted as winter
    /// time, and two zones that never change within their year, one of which did at its beginning.
    static let all: [ZoneYear] = [
        ZoneYear(
            "Asia/Karachi", from: "2008-01-01", minutes: 300,
            [("2008-05-31T19:00:00Z", 360), ("2008-10-31T18:00:00Z", 300)]),
        ZoneYear(
            "Asia/Karachi", from: "2009-01-01", minutes: 300,
            [("2009-04-14T19:00:00Z", 360), ("2009-10-31T18:00:00Z", 300)]),
        ZoneYear(
            "Pacific/Apia", from: "2011-03-01", minutes: -600,
            [
                ("2011-04-02T14:00:00Z", -660), ("2011-09-24T14:00:00Z", -600), ("2011-12-30T10:00:00Z", 840),
                ("2012-03-31T14:00:00Z", 780),
            ]),
        ZoneYear(
            "Australia/Lord_Howe", from: "2026-01-01", minutes: 660,
            [("2026-04-04T15:00:00Z", 630), ("2026-10-03T15:30:00Z", 660)]),
        ZoneYear(
            "America/New_York", from: "2026-01-01", minutes: -300,
            [("2026-03-08T07:00:00Z", -240), ("2026-11-01T06:00:00Z", -300)]),
        ZoneYear(
            "Europe/London", from: "2026-01-01", minutes: 0,
            [("2026-03-29T01:00:00Z", 60), ("2026-10-25T01:00:00Z", 0)]),
        ZoneYear(
            "Europe/Dublin", from: "2026-01-01", minutes: 0,
            [("2026-03-29T01:00:00Z", 60), ("2026-10-25T01:00:00Z", 0)]),
        ZoneYear(
            "America/Sao_Paulo", from: "2018-04-01", minutes: -180,
            [("2018-11-04T03:00:00Z", -120), ("2019-02-17T02:00:00Z", -180)]),
        ZoneYear(
            "Africa/Cairo", from: "2026-01-01", minutes: 120,
            [("2026-04-23T22:00:00Z", 180), ("2026-10-29T21:00:00Z", 120)]),
        ZoneYear(
            "Africa/Casablanca", from: "2025-04-01", minutes: 0,
            [("2025-04-06T02:00:00Z", 60), ("2026-02-15T02:00:00Z", 0), ("2026-03-22T02:00:00Z", 60)]),
        ZoneYear("Asia/Kathmandu", from: "1985-12-01", minutes: 330, [("1985-12-31T18:30:00Z", 345)]),
        ZoneYear(
            "Asia/Tehran", from: "2022-01-01", minutes: 210,
            [("2022-03-21T20:30:00Z", 270), ("2022-09-21T19:30:00Z", 210)]),
        ZoneYear("UTC", from: "2028-01-01", minutes: 0),
    ].compactMap { $0 }

    /// The rules of the zones that this table alone tells of, over all the years that it has of them.
    static let rules: [ZoneRules] = [
        "Asia/Karachi", "Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Kathmandu", "Asia/Tehran",
    ].compactMap(rules(of:))

    private static func rules(of zone: String) -> ZoneRules? {
        let years = all.filter { $0.zone == zone }
        guard let first = years.first else { return nil }
        return ZoneRules(name: zone, offsetSeconds: first.offsetSeconds, changes: years.flatMap(\.changes))
    }
}
