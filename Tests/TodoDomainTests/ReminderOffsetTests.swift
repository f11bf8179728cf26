import CivilTime
import ServicePorts
import Testing
import TodoDomain

@Suite("Offsets of reminders")
struct ReminderOffsetTests {
    @Test(
        "a text is read and written canonically",
        arguments: [
            ("-PT1H", "-PT1H"), ("PT0S", "PT0S"), ("-PT0S", "PT0S"), ("-P1D", "-P1D"), ("-P1W", "-P7D"),
            ("P1WT1H", "P7DT1H"), ("+PT90M", "PT1H30M"), ("-P1DT2H3M4S", "-P1DT2H3M4S"), ("PT36H", "PT36H"),
            ("-P0D", "PT0S"), ("-PT3600S", "-PT1H"),
        ])
    func readAndWritten(text: String, canonical: String) throws {
        let offset = try #require(ReminderOffset(text: text))
        #expect(offset.text == canonical)
        #expect(ReminderOffset(text: offset.text) == offset)
        #expect(try JSONCodec.decode(ReminderOffset.self, from: JSONCodec.encode(offset)) == offset)
    }

    @Test(
        "what is no offset is refused",
        arguments: [
            "", "P", "PT", "-P", "1H", "PT1H30", "P1M", "P1Y", "PT1D", "P1H", "PT1M1H", "PT-1H", "--PT1H", "PT1.5H",
            "P3661D", "PT99999999999H", "PT1H ", "pt1h", "P1DT", "P١D",
        ])
    func refused(text: String) {
        #expect(ReminderOffset(text: text) == nil)
    }

    @Test("days and seconds have one sign and a bound")
    func bounds() {
        #expect(ReminderOffset(days: 1, seconds: -1) == nil)
        #expect(ReminderOffset(days: -3_660, seconds: 0) != nil)
        #expect(ReminderOffset(days: -3_660, seconds: -1) == nil)
    }

    @Test("an input has an instant or an offset, not both and not none")
    func input() throws {
        func input(_ text: String) throws -> ReminderInput {
            try ReminderInput(json: JSONCodec.decode(JSONValue.self, from: Array(text.utf8)))
        }
        #expect(try input(#"{"offset": "-PT1H"}"#).moment == .relativeToDue(#require(ReminderOffset(text: "-PT1H"))))
        #expect(throws: ValidationFailure.self) { try input("{}") }
        #expect(throws: ValidationFailure.self) { try input(#"{"offset": "P1M"}"#) }
        #expect(throws: ValidationFailure.self) { try input(#"{"offset": null}"#) }
        #expect(throws: ValidationFailure.self) {
            try input(#"{"offset": "-PT1H", "remind_at": "2026-01-31T09:00:00Z"}"#)
        }
    }

    @Test("a reminder without the newer fields is written as before, and read")
    func olderForm() throws {
        let reminder = Reminder(id: ReminderID(3), remindAt: .epoch)
        let text = String(decoding: try JSONCodec.encode(reminder), as: UTF8.self)
        #expect(text == #"{"id":3,"remind_at":"1970-01-01T00:00:00Z","status":"pending"}"#)
        #expect(try JSONCodec.decode(Reminder.self, from: Array(text.utf8)) == reminder)
        var newer = Reminder(
            id: ReminderID(3), remindAt: .epoch, offset: .atDue, isAutomatic: true, snoozedFrom: .epoch)
        newer.cancel(because: .noDueDate)
        #expect(try JSONCodec.decode(Reminder.self, from: JSONCodec.encode(newer)) == newer)
    }
}
