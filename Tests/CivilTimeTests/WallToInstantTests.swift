import Testing

@testable import CivilTime

/// RFC 5545: a reading in a gap is read with the offset before it, a reading that happens twice is the first.
@Suite("From the clock on the wall to the instant")
struct WallToInstantTests {
    @Test(
        "a reading in a gap is read with the offset before the gap",
        arguments: [
            ("Asia/Karachi", "2008-06-01T00:00:00", "2008-05-31T19:00:00Z"),
            ("Asia/Karachi", "2009-04-15T00:59:59", "2009-04-14T19:59:59Z"),
            ("Pacific/Apia", "2011-12-30T00:00:00", "2011-12-30T10:00:00Z"),
            ("Pacific/Apia", "2011-12-30T09:00:00", "2011-12-30T19:00:00Z"),
            ("Pacific/Apia", "2011-12-30T23:59:59", "2011-12-31T09:59:59Z"),
            ("Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:45:00Z"),
            ("America/New_York", "2026-03-08T02:30:00", "2026-03-08T07:30:00Z"),
            ("Europe/London", "2026-03-29T01:30:00", "2026-03-29T01:30:00Z"),
            ("Europe/Dublin", "2026-03-29T01:30:00", "2026-03-29T01:30:00Z"),
            ("America/Sao_Paulo", "2018-11-04T00:00:00", "2018-11-04T03:00:00Z"),
            ("Africa/Cairo", "2026-04-24T00:30:00", "2026-04-23T22:30:00Z"),
            ("Africa/Casablanca", "2026-03-22T02:30:00", "2026-03-22T02:30:00Z"),
            ("Asia/Kathmandu", "1986-01-01T00:10:00", "1985-12-31T18:40:00Z"),
            ("Asia/Tehran", "2022-03-22T00:30:00", "2022-03-21T21:00:00Z"),
        ])
    func gaps(name: String, wall: String, expected: String) throws {
        let zone = try ZoneFiles.rules(of: name)
        let resolved = try zone.instant(of: reading(wall))
        #expect(resolved.rfc3339 == expected)
        #expect(zone.civil(at: resolved).iso8601 != wall, "the reading was said to be in a gap")
    }

    @Test(
        "a reading that happens twice is the first of the two",
        arguments: [
            ("Asia/Karachi", "2008-10-31T23:30:00", "2008-10-31T17:30:00Z", 3_600),
            ("Asia/Karachi", "2009-10-31T23:00:00", "2009-10-31T17:00:00Z", 3_600),
            ("Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00Z", 1_800),
            ("America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00Z", 3_600),
            ("Europe/London", "2026-10-25T01:00:00", "2026-10-25T00:00:00Z", 3_600),
            ("Europe/Dublin", "2026-10-25T01:59:59", "2026-10-25T00:59:59Z", 3_600),
            ("America/Sao_Paulo", "2019-02-16T23:30:00", "2019-02-17T01:30:00Z", 3_600),
            ("Africa/Cairo", "2026-10-29T23:30:00", "2026-10-29T20:30:00Z", 3_600),
            ("Africa/Casablanca", "2026-02-15T02:30:00", "2026-02-15T01:30:00Z", 3_600),
            ("Asia/Tehran", "2022-09-21T23:30:00", "2022-09-21T19:00:00Z", 3_600),
        ])
    func overlaps(name: String, wall: String, first: String, secondsToTheSecond: Int64) throws {
        let zone = try ZoneFiles.rules(of: name)
        let resolved = try zone.instant(of: reading(wall))
        #expect(resolved.rfc3339 == first)
        #expect(zone.civil(at: resolved).iso8601 == wall)
        let second = resolved.adding(milliseconds: secondsToTheSecond * 1_000)
        #expect(zone.civil(at: second).iso8601 == wall, "the reading was said to happen twice")
    }

    @Test("the readings at the edges of a gap and an overlap are themselves")
    func edges() throws {
        let zone = try ZoneFiles.rules(of: "America/New_York")
        #expect(try zone.instant(of: reading("2026-03-08T01:59:59.999")).rfc3339 == "2026-03-08T06:59:59.999Z")
        #expect(try zone.instant(of: reading("2026-03-08T03:00:00")).rfc3339 == "2026-03-08T07:00:00Z")
        #expect(try zone.instant(of: reading("2026-11-01T00:59:59.999")).rfc3339 == "2026-11-01T04:59:59.999Z")
        #expect(try zone.instant(of: reading("2026-11-01T02:00:00")).rfc3339 == "2026-11-01T07:00:00Z")
    }

    @Test("around every change of every zone, each reading resolves as the definition says")
    func everyChangeOfEveryZone() throws {
        let names = try ZoneFiles.names()
        #expect(names.count > 400)
        var disagreements: [String] = []
        var checked = 0
        for name in names {
            let zone = try ZoneFiles.rules(of: name)
            for (index, second) in zone.transitionSeconds.enumerated() where second > -4_000_000_000 {
                let before = index == 0 ? zone.initialOffset : zone.offsetsAfter[index - 1]
                let walls = [before, zone.offsetsAfter[index]].flatMap { [second + Int64($0) - 1, second + Int64($0)] }
                let middle = second + Int64(before + zone.offsetsAfter[index]) / 2
                for wall in walls + [middle] {
                    checked += 1
                    let resolved = zone.instant(of: CivilDateTime(millisecondsSinceEpoch: wall * 1_000))
                    if resolved.millisecondsSinceEpoch != definition(of: wall, in: zone, near: index) * 1_000 {
                        disagreements.append("\(name) \(CivilDateTime(millisecondsSinceEpoch: wall * 1_000).iso8601)")
                    }
                }
            }
        }
        #expect(disagreements == [])
        #expect(checked > 100_000)
    }

    /// Resolves a local second by trying every offset that a nearby change leads from or to.
    private func definition(of wall: Int64, in zone: ZoneRules, near index: Int) -> Int64 {
        let changes = max(0, index - 3)...min(zone.transitionSeconds.count - 1, index + 3)
        var earliest: Int64?
        var inGap: Int64?
        for change in changes {
            let at = zone.transitionSeconds[change]
            let before = Int64(change == 0 ? zone.initialOffset : zone.offsetsAfter[change - 1])
            let after = Int64(zone.offsetsAfter[change])
            for offset in [before, after] {
                let candidate = wall - offset
                guard zone.offsetSeconds(at: Timestamp(millisecondsSinceEpoch: candidate * 1_000)) == Int(offset) else {
                    continue
                }
                earliest = min(earliest ?? candidate, candidate)
            }
            if at + before <= wall, wall < at + after { inGap = wall - before }
        }
        return earliest ?? inGap ?? .min
    }
}
