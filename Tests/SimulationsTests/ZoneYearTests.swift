import CivilTime
import Foundation
import Testing

@testable import TodoSimulations

/// The years of zones against the machine's own zone files, and against the rules that nodes have in a run.
@Suite("The years of zones")
struct ZoneYearTests {
    @Test("are those of twelve zones, and of two years of one of them")
    func table() {
        #expect(ZoneYear.all.count == 13)
        #expect(Set(ZoneYear.all.map(\.zone)).count == 12)
        #expect(ZoneYear.all.filter { $0.zone == "Asia/Karachi" }.map(\.start.year) == [2_008, 2_009])
    }

    @Test("have the offsets of the machine's zone files in each hour, and so have the nodes", arguments: ZoneYear.all)
    func agreesWithFiles(year: ZoneYear) throws {
        let path = "/usr/share/zoneinfo/\(year.zone)"
        let file = try #require(FileManager.default.contents(atPath: path), "no \(path): install tzdata (make deps)")
        let machine = try #require(ZoneRules(name: year.zone, tzif: [UInt8](file)))
        let nodes = try #require(SimulatedZones.database.rules(named: year.zone))
        let hours = Int64(-30 * 24)...Int64(396 * 24)
        for minutes in hours.lazy.flatMap({ [$0 * 60, $0 * 60 + 30] }) {
            let instant = year.firstInstant.adding(milliseconds: minutes * 60_000)
            let offset = year.offsetSeconds(at: instant)
            #expect(offset == machine.offsetSeconds(at: instant), "\(year.text) at \(instant)")
            #expect(offset == nodes.offsetSeconds(at: instant), "\(year.text) at \(instant) on a node")
        }
    }

    @Test("read every quarter of an hour that they know as the services' arithmetic does", arguments: ZoneYear.all)
    func agreesWithArithmetic(year: ZoneYear) throws {
        let rules = try #require(SimulatedZones.database.rules(named: year.zone))
        let first = Int64(year.start.daysSinceEpoch) * 86_400_000
        for quarter in Int64(-40 * 96)..<406 * 96 {
            let wall = CivilDateTime(millisecondsSinceEpoch: first + quarter * 900_000)
            guard year.knows(wall.date) else { continue }
            #expect(year.instant(of: wall) == rules.instant(of: wall), "\(wall.iso8601) in \(year.text)")
        }
    }

    @Test("know the year with four weeks before and after it, and nothing further on", arguments: ZoneYear.all)
    func knowledge(year: ZoneYear) {
        #expect((-28..<394).allSatisfy { year.knows(year.start.adding(days: $0)) })
        #expect([-29, 394, 484].allSatisfy { !year.knows(year.start.adding(days: $0)) })
    }

    @Test(
        "read a skipped reading with the offset before, and the first of two",
        arguments: [
            (0, "2008-06-01T00:30:00", "2008-05-31T19:30:00Z"), (0, "2008-10-31T23:30:00", "2008-10-31T17:30:00Z"),
            (2, "2011-12-30T12:00:00", "2011-12-30T22:00:00Z"), (2, "2011-12-31T12:00:00", "2011-12-30T22:00:00Z"),
            (3, "2026-10-04T02:15:00", "2026-10-03T15:45:00Z"), (3, "2026-04-05T01:45:00", "2026-04-04T14:45:00Z"),
            (10, "1986-01-01T00:10:00", "1985-12-31T18:40:00Z"),
        ])
    func edges(index: Int, wall: String, expected: String) throws {
        let reading = try #require(CivilDateTime(iso8601: wall))
        #expect(ZoneYear.all[index].instant(of: reading).rfc3339 == expected)
    }

    @Test("are refused when a date or an instant is malformed, or changes are out of order")
    func malformed() {
        #expect(ZoneYear("UTC", from: "2028-02-30", minutes: 0) == nil)
        #expect(ZoneYear("UTC", from: "2028-02-29", minutes: 0, [("soon", 60)]) == nil)
        let changes = ["2026-03-29T01:00:00Z", "2026-03-28T01:00:00Z"].compactMap { Timestamp(rfc3339: $0) }
            .map { ZoneRules.Change(at: $0, offsetSeconds: 0) }
        #expect(changes.count == 2)
        #expect(ZoneRules(name: "x", offsetSeconds: 0, changes: changes) == nil)
        #expect(ZoneRules(name: "x", offsetSeconds: 0, changes: changes.reversed()) != nil)
    }
}

extension ZoneYear: CustomTestStringConvertible {
    /// What the year is called in the report of a test.
    public var testDescription: String { text }

    fileprivate func offsetSeconds(at instant: Timestamp) -> Int {
        changes.last { $0.instant <= instant }?.offsetSeconds ?? offsetSeconds
    }
}
