import CivilTime
import Testing
import TodoDomain

/// An hour that clocks show twice: what is still to come by its reading may be past.
@Suite("Successors while clocks are put back")
struct SeriesOverlapTests {
    private let zones = MemoryZoneDatabase(
        [ZoneRules(name: "Europe/London", posix: "GMT0BST,M3.5.0/1,M10.5.0")].compactMap { $0 })

    private func next(_ missed: SeriesSettings.Missed, doneAt instant: String) throws -> String? {
        let wall = try #require(CivilDateTime(iso8601: "2026-10-24T01:30:00"))
        let rule = try #require(RecurrenceRule(frequency: .daily))
        let series = Series(rule: rule, anchor: wall, settings: SeriesSettings(missed: missed))
        let due = DueDate(wall: wall, anchor: .zone("Europe/London"))
        let completedAt = try #require(Timestamp(rfc3339: instant))
        return series.successor(of: due, completedAt: completedAt, zones: zones)?.text
    }

    @Test("the date of the first pass is past in the second", arguments: [SeriesSettings.Missed.nextFuture, .skip])
    func secondPass(missed: SeriesSettings.Missed) throws {
        // 01:10 by the clock, for the second time: 01:30 was forty minutes ago.
        #expect(try next(missed, doneAt: "2026-10-25T01:10:00Z") == "2026-10-26T01:30:00")
        // 01:10 for the first time: 01:30 comes in twenty minutes.
        #expect(try next(missed, doneAt: "2026-10-25T00:10:00Z") == "2026-10-25T01:30:00")
    }

    @Test("each missed date comes in its turn all the same")
    func each() throws {
        #expect(try next(.each, doneAt: "2026-10-25T01:10:00Z") == "2026-10-25T01:30:00")
    }
}
