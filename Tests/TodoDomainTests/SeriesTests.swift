import CivilTime
import Testing
import TodoDomain

@Suite("Successors in a series")
struct SeriesTests {
    private func successor(
        _ pattern: String, due text: String, zone: String? = nil, completedAt: String
    ) throws -> String? {
        let due = try #require(DueDate(text: text, zoneName: zone, zones: testZones))
        let series = Series(rule: try rule(pattern), anchor: due.wall)
        return series.successor(of: due, completedAt: try instant(completedAt), zones: testZones)?.text
    }

    @Test("completed early or on time, the next one follows the due date")
    func early() throws {
        #expect(
            try successor("weekly", due: "2026-01-06T09:00:00", completedAt: "2026-01-01T00:00:00Z")
                == "2026-01-13T09:00:00")
        #expect(
            try successor("weekly", due: "2026-01-06T09:00:00", completedAt: "2026-01-06T09:00:00Z")
                == "2026-01-13T09:00:00")
    }

    @Test("completed late, the next one is the first still to come, in the zone of the due date")
    func late() throws {
        #expect(
            try successor("daily", due: "2026-01-06T09:00:00", completedAt: "2026-01-20T08:00:00Z")
                == "2026-01-20T09:00:00")
        #expect(
            try successor(
                "daily", due: "2026-01-06T09:00:00", zone: "Asia/Karachi", completedAt: "2026-01-20T08:00:00Z")
                == "2026-01-21T09:00:00", "13:00 in Karachi")
        #expect(
            try successor("daily", due: "2026-01-06T09:00:00+05:00", completedAt: "2026-01-20T03:59:59Z")
                == "2026-01-20T09:00:00+05:00")
        #expect(try successor("daily", due: "2026-01-06", completedAt: "2026-01-20T08:00:00Z") == "2026-01-21")
    }

    @Test("the wall time stays over a change of offset")
    func changeOfOffset() throws {
        let zone = "America/New_York"
        let due = try #require(DueDate(text: "2026-03-07T09:00:00", zoneName: zone, zones: testZones))
        let series = Series(rule: try rule("daily"), anchor: due.wall)
        let next = try #require(series.next(after: due))
        #expect(next.text == "2026-03-08T09:00:00")
        let between = next.instant(in: testZones).duration(since: due.instant(in: testZones))
        #expect(between == .seconds(23 * 3_600))
    }

    @Test("a series that has no next occurrence ends")
    func end() throws {
        #expect(try successor("monthly", due: "9999-12-31", completedAt: "2026-01-20T08:00:00Z") == nil)
    }

    @Test("a month kept over a short one comes back to its day")
    func anchorDay() throws {
        let anchor = try reading("2026-01-31T09:00:00")
        let series = Series(rule: try rule("monthly"), anchor: anchor, predecessorID: TaskID(3))
        let february = try #require(series.next(after: DueDate(wall: anchor)))
        #expect(february.text == "2026-02-28T09:00:00")
        #expect(series.next(after: february)?.text == "2026-03-31T09:00:00")
    }
}
