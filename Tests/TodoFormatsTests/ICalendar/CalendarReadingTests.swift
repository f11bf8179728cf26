import CivilTime
import Testing
import TodoDomain
import TodoFormats

@Suite("Reading iCalendar files")
struct CalendarReadingTests {
    private func read(_ text: String) -> ImportedFile {
        CalendarReading.file(Array(text.utf8), zones: testZones, now: testNow)
    }

    private func todo(_ lines: String) -> ImportedFile {
        read("BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nSUMMARY:One\n\(lines)\nEND:VTODO\nEND:VCALENDAR\n")
    }

    @Test("of another program gives each task with dates, rule, exceptions, reminders, tags and parent")
    func nextcloud() throws {
        let file = read(CalendarSamples.nextcloud)
        #expect(file.faults.isEmpty && file.allFaults.isEmpty)
        #expect(file.notes == ["1 of VEVENT are no tasks and were passed over"])
        let rent = try #require(file.tasks.first)
        #expect(rent.title == "Pay rent, and the gas")
        #expect(rent.description == "From the joint account\nReference: 4711; ask Max if in doubt")
        #expect(rent.uid == "5b2f8d5e-9f4e-4b0a-8a2f-6f2c1e7c0d11")
        #expect(rent.priority == .high && rent.tags == ["Home", "Money, bills"])
        #expect(rent.due?.text == "2027-01-01T09:00:00" && rent.due?.zoneName == "Europe/Berlin")
        #expect(rent.series?.rule.text == "FREQ=MONTHLY")
        #expect(rent.series?.settings.exceptions.map(\.iso8601) == ["2027-02-01T09:00:00"])
        #expect(rent.nextOccurrence?.text == "2027-03-01T09:00:00")
        #expect(rent.reminders.map(\.offset?.text) == ["-PT15M", nil])
        #expect(rent.reminders.map(\.remindAt.rfc3339) == ["2027-01-01T07:45:00Z", "2026-12-31T18:00:00Z"])
        #expect(rent.createdAt.rfc3339 == "2024-01-05T10:11:12Z" && rent.updatedAt.rfc3339 == "2024-02-06T08:00:00Z")
        let child = file.tasks[1]
        #expect(child.due?.isAllDay == true && child.completedAt?.rfc3339 == "2027-01-02T12:00:00Z")
        guard case .success(.task(_, let parent)) = file.items[1].content else { return }
        #expect(parent == rent.uid)
    }

    @Test("refuses a bad task alone, and says in which line what is wrong and what would be right")
    func oneBadTask() throws {
        let file = read(
            """
            BEGIN:VCALENDAR
            BEGIN:VTODO
            UID:1
            SUMMARY:Good
            END:VTODO
            BEGIN:VTODO
            UID:2
            SUMMARY:Bad
            DUE:tomorrow
            RRULE:FREQ=SOMETIMES
            END:VTODO
            BEGIN:VTODO
            UID:3
            SUMMARY:Fine
            END:VTODO
            END:VCALENDAR
            """)
        #expect(file.tasks.map(\.title) == ["Good", "Fine"])
        #expect(file.allFaults.map(\.line) == [9, 10])
        #expect(file.allFaults.first?.message.contains("20260131T090000") == true)
    }

    @Test("tells of a file that was cut, and of one that is no calendar")
    func wholeFile() {
        let cut = read(String(CalendarSamples.nextcloud.dropLast(60)))
        #expect(!cut.allFaults.isEmpty)
        #expect(read("hello").faults.first?.message.contains("no iCalendar") == true)
        #expect(read("").faults.first?.line == 1)
    }

    @Test("keeps a reading in a zone that nobody knows, and says so")
    func unknownZone() {
        let file = todo("DUE;TZID=Mars/Phobos:20270101T090000")
        #expect(file.tasks.first?.due == DueDate(wall: file.tasks[0].due!.wall))
        #expect(file.items[0].notes.first?.contains("Mars/Phobos") == true)
    }

    @Test(
        "reads a trigger from the start as one that follows the due date",
        arguments: [
            ("DTSTART:20270101T080000\nDUE:20270101T100000", "-PT15M", "-PT2H15M"),
            ("DTSTART:20270101T080000", "-PT15M", "-PT15M"), ("DUE:20270101T080000", "PT0S", "PT0S"),
            ("DUE;VALUE=DATE:20270101", "PT9H", "PT9H"), ("DUE:20270101T080000", "-P1W", "-P7D"),
        ])
    func triggers(dates: String, trigger: String, offset: String) {
        let file = todo("\(dates)\nBEGIN:VALARM\nTRIGGER:\(trigger)\nEND:VALARM")
        #expect(file.tasks.first?.reminders.first?.offset?.text == offset, "\(file)")
    }

    @Test("reads parameters in quotes and with carets, and texts folded inside of a character")
    func parameters() {
        let folded =
            Array("BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:1\r\nSUMMARY;X-A=\"a:b;c,d^'\":Gr".utf8)
            + [0xC3] + Array("\r\n ".utf8) + [0xBC] + Array("n\r\nEND:VTODO\r\nEND:VCALENDAR\r\n".utf8)
        let file = CalendarReading.file(folded, zones: testZones, now: testNow)
        #expect(file.tasks.first?.title == "Grün")
    }

    @Test("refuses what the domain does not allow: too long, repeated within days without a time, without a due date")
    func domainRules() {
        #expect(todo("DESCRIPTION:" + String(repeating: "x", count: 1_001)).tasks.isEmpty)
        #expect(todo("DUE;VALUE=DATE:20270101\nRRULE:FREQ=HOURLY").tasks.isEmpty)
        #expect(todo("RRULE:FREQ=DAILY").tasks.isEmpty)
        let long = todo("SUMMARY:x").tasks.first
        #expect(long?.title == "One")
    }
}
