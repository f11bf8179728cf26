import CivilTime
import Testing
import TodoDomain

@Suite("Input of tags and reminders")
struct TagAndReminderInputTests {
    private func faultsOfTag(_ text: String, requiresName: Bool = true) -> [String] {
        faults { _ = try TagInput(json: json(text), requiresName: requiresName) }
    }

    private func faultsOfReminder(_ text: String) -> [String] {
        faults { _ = try ReminderInput(json: json(text)) }
    }

    /// One character of five scalars.
    private let familyOfThree = "👨\u{200D}👩\u{200D}👧"

    @Test("a tag's name is trimmed and its colour folded")
    func tag() throws {
        let input = try TagInput(json: json(##"{"name": " گھر ", "colour": "#1E90FF"}"##), requiresName: true)
        #expect(input == TagInput(name: "گھر", colour: "#1e90ff"))
        #expect(try TagInput(json: json("{}"), requiresName: false) == TagInput())
        #expect(try TagInput(json: json(#"{"name": "a", "colour": null}"#), requiresName: true).colour == nil)
    }

    @Test("a name must be there, be text, and be 1 to 50 characters")
    func names() {
        #expect(faultsOfTag("{}") == ["/name missing"])
        #expect(faultsOfTag(#"{"name": null}"#) == ["/name wrong_type"])
        #expect(faultsOfTag(#"{"name": "  "}"#) == ["/name too_short"])
        #expect(faultsOfTag(#"{"name": "\#(String(repeating: familyOfThree, count: 50))"}"#).isEmpty)
        #expect(faultsOfTag(#"{"name": "\#(String(repeating: "ڈ", count: 51))"}"#) == ["/name too_long"])
        #expect(faultsOfTag(#"{"name": null}"#, requiresName: false) == ["/name wrong_type"])
    }

    @Test(
        "what is no colour is refused",
        arguments: ["red", "#12345", "#1234567", "123456", "#12345g", "#１２３４５６", "", "#"])
    func colours(text: String) {
        #expect(faultsOfTag(#"{"name": "a", "colour": "\#(text)"}"#) == ["/colour invalid"])
    }

    @Test("every fault of a tag is told at once")
    func everyFault() {
        #expect(
            faultsOfTag(#"{"name": 7, "colour": 8, "size": 9}"#) == [
                "/colour wrong_type", "/name wrong_type", "/size unknown_field",
            ])
        #expect(faultsOfTag("[]") == [" wrong_type"])
    }

    @Test("a reminder needs an instant")
    func reminder() throws {
        let input = try ReminderInput(json: json(#"{"remind_at": "2026-01-31T09:00:00+05:00"}"#))
        #expect(input.moment == .at(try instant("2026-01-31T04:00:00Z")))
        #expect(faultsOfReminder("{}") == ["/remind_at missing"])
        #expect(faultsOfReminder(#"{"remind_at": null}"#) == ["/remind_at missing"])
        #expect(faultsOfReminder(#"{"remind_at": 7}"#) == ["/remind_at wrong_type"])
        #expect(faultsOfReminder(#"{"remind_at": "2026-01-31"}"#) == ["/remind_at invalid"])
        #expect(faultsOfReminder(#"{"remind_at": "x", "at": 1}"#) == ["/at unknown_field", "/remind_at invalid"])
        #expect(faultsOfReminder("7") == [" wrong_type"])
    }
}
