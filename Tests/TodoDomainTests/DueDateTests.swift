import CivilTime
import ServicePorts
import Testing
import TodoDomain

@Suite("Due dates")
struct DueDateTests {
    @Test(
        "a due date reads as it was entered, also after JSON",
        arguments: [
            ("2026-01-31", nil), ("2026-01-31", "Asia/Karachi"), ("2026-01-31T09:00:00", nil),
            ("2026-01-31T09:00:00", "Asia/Karachi"), ("2026-01-31T09:00:00.250", nil), ("2026-01-31T09:00:00Z", nil),
            ("2026-01-31T09:00:00+05:00", nil), ("2026-01-31T09:00:00-03:30", nil), ("9999-12-31T23:59:59", nil),
            ("0000-01-01", nil),
        ])
    func asEntered(text: String, zone: String?) throws {
        let due = try #require(DueDate(text: text, zoneName: zone, zones: testZones))
        #expect(due.text == text)
        #expect(due.zoneName == zone)
        #expect(try JSONCodec.decode(DueDate.self, from: JSONCodec.encode(due)) == due)
    }

    @Test(
        "what is no date is refused",
        arguments: [
            "", "tomorrow", "2026-02-30", "2026-01-31T25:00:00", "2026-01-31T09:00:00+25:00", "31.01.2026", "2026-01",
            "2026-01-31T", "9999-12-31T23:00:00-05:00",
        ])
    func refused(text: String) {
        #expect(DueDate(text: text, zoneName: nil, zones: testZones) == nil)
    }

    @Test("the instant follows the zone, the offset, or UTC")
    func instants() throws {
        for (text, zone, expected) in [
            ("2026-01-31T09:00:00", "Asia/Karachi", "2026-01-31T04:00:00Z"),
            ("2026-01-31T09:00:00", "America/New_York", "2026-01-31T14:00:00Z"),
            ("2026-07-31T09:00:00", "America/New_York", "2026-07-31T13:00:00Z"),
            ("2026-01-31T09:00:00+05:00", nil, "2026-01-31T04:00:00Z"),
            ("2026-01-31T09:00:00Z", nil, "2026-01-31T09:00:00Z"),
            ("2026-01-31T09:00:00", nil, "2026-01-31T09:00:00Z"),
            ("2026-01-31", "Asia/Karachi", "2026-01-30T19:00:00Z"),
        ] as [(String, String?, String)] {
            let due = try #require(DueDate(text: text, zoneName: zone, zones: testZones))
            #expect(due.instant(in: testZones).rfc3339 == expected, "\(text) \(zone ?? "")")
        }
    }

    @Test("a reading in a gap is read with the offset before it, one that happens twice is the first")
    func gapAndOverlap() throws {
        let gap = try #require(DueDate(text: "2026-03-08T02:30:00", zoneName: "America/New_York", zones: testZones))
        #expect(gap.instant(in: testZones).rfc3339 == "2026-03-08T07:30:00Z")
        #expect(gap.text == "2026-03-08T02:30:00")
        let twice = try #require(DueDate(text: "2026-11-01T01:30:00", zoneName: "America/New_York", zones: testZones))
        #expect(twice.instant(in: testZones).rfc3339 == "2026-11-01T05:30:00Z")
    }

    @Test("an offset together with a zone is kept as the zone's reading")
    func offsetAndZone() throws {
        let due = try #require(DueDate(text: "2026-01-31T09:00:00Z", zoneName: "Asia/Karachi", zones: testZones))
        #expect(due.text == "2026-01-31T14:00:00")
        #expect(due.zoneName == "Asia/Karachi")
        #expect(due.instant(in: testZones).rfc3339 == "2026-01-31T09:00:00Z")
        #expect(DueDate(text: "9999-12-31T23:00:00Z", zoneName: "Asia/Karachi", zones: testZones) == nil)
    }

    @Test("a zone that is unknown counts as UTC")
    func unknownZone() throws {
        let due = DueDate(wall: try reading("2026-01-31T09:00:00"), anchor: .zone("Nowhere/Gone"))
        #expect(due.instant(in: testZones).rfc3339 == "2026-01-31T09:00:00Z")
    }

    private func updated(_ text: String?, _ zone: String?, by body: (inout DueUpdate) -> Void) throws -> String {
        var update = DueUpdate()
        body(&update)
        let current = text.flatMap { DueDate(text: $0, zoneName: zone, zones: testZones) }
        let due = try update.applied(to: current, zones: testZones)
        return due.map { $0.text + ($0.zoneName.map { " " + $0 } ?? "") } ?? "none"
    }

    @Test("date and zone can be changed together, alone, or taken away")
    func updates() throws {
        let local = "2026-01-31T09:00:00"
        #expect(try updated(local, nil) { _ in } == local)
        #expect(try updated(local, "Asia/Karachi") { $0.text = .set(nil) } == "none")
        #expect(
            try updated(local, "Asia/Karachi") { $0.text = .set("2026-02-01T10:00:00") }
                == "2026-02-01T10:00:00 Asia/Karachi")
        #expect(try updated(local, "Asia/Karachi") { $0.zoneName = .set(nil) } == local)
        #expect(
            try updated(local, "Asia/Karachi") { $0.zoneName = .set("America/New_York") } == local + " America/New_York"
        )
        #expect(try updated(local, "Asia/Karachi") { $0.text = .set(local + "Z") } == local + "Z")
        #expect(try updated(nil, nil) { $0.zoneName = .set(nil) } == "none")
    }

    @Test("a date at an offset names an instant, whatever is said of its zone")
    func zoneOfOffset() throws {
        let text = "2026-01-31T09:00:00+01:00"
        #expect(try updated(text, nil) { $0.zoneName = .set(nil) } == text)
        #expect(
            try updated(text, nil) { $0.zoneName = .set("Asia/Karachi") } == "2026-01-31T13:00:00 Asia/Karachi")
    }

    @Test("a zone without a date, and a date that the zone cannot write, are refused")
    func refusedUpdates() throws {
        #expect(faults { _ = try updated(nil, nil) { $0.zoneName = .set("Asia/Karachi") } } == ["/time_zone conflict"])
        let last = "9999-12-31T23:00:00Z"
        #expect(
            faults { _ = try updated(nil, nil) { ($0.text, $0.zoneName) = (.set(last), .set("Asia/Karachi")) } }
                == ["/due_date invalid"])
        #expect(faults { _ = try updated(last, nil) { $0.zoneName = .set("Asia/Karachi") } } == ["/due_date invalid"])
    }
}
