import CivilTime
import Testing
import TodoDomain

@Suite("Input of tasks")
struct TaskInputTests {
    private func read(_ text: String, _ mode: TaskInput.Mode = .create) throws -> TaskInput {
        try TaskInput(json: json(text), mode: mode, zones: testZones)
    }

    private func faultsOf(_ text: String, _ mode: TaskInput.Mode = .create) -> [String] {
        faults { _ = try read(text, mode) }
    }

    @Test("a whole input is read, trimmed and folded")
    func whole() throws {
        let input = try read(
            """
            {"title": "  read ", "description": " a book ", "priority": "high", "due_date": "2026-01-31T09:00:00",
             "time_zone": "Asia/Karachi", "recurring_pattern": "FREQ=DAILY;INTERVAL=2", "tags": [" home "],
             "reminder_at": "2026-01-31T08:00:00+05:00", "completed": true}
            """)
        #expect(input.title == .set("read"))
        #expect(input.description == .set("a book"))
        #expect(input.priority == .set(.high))
        #expect(input.due.text == .set("2026-01-31T09:00:00"))
        #expect(input.due.zoneName == .set("Asia/Karachi"))
        #expect(input.rule == .set(try rule("FREQ=DAILY;INTERVAL=2")))
        #expect(input.tags == .set(["home"]))
        #expect(input.reminderAt == .set(try instant("2026-01-31T03:00:00Z")))
        #expect(input.completed == .set(true))
    }

    @Test("every fault is told at once, each with its place")
    func everyFault() {
        #expect(
            faultsOf(
                """
                {"title": "", "description": 7, "priority": "urgent", "due_date": "soon", "time_zone": "Mars/Olympus",
                 "recurring_pattern": "fortnightly", "tags": ["a", "", 3, "A"], "reminder_at": "2026-01-31",
                 "completed": "yes", "colour": "red", "a/b~c": 1}
                """) == [
                    "/a~1b~0c unknown_field", "/colour unknown_field", "/completed wrong_type",
                    "/description wrong_type", "/due_date invalid", "/priority invalid", "/recurring_pattern invalid",
                    "/reminder_at invalid", "/tags/1 too_short", "/tags/2 wrong_type", "/tags/3 duplicate",
                    "/time_zone invalid", "/title too_short",
                ])
    }

    @Test("a rule that is refused says at which character and what would be right")
    func rulePosition() throws {
        let failure = #expect(throws: ValidationFailure.self) {
            try read(#"{"title": "a", "due_date": "2026-01-31", "recurring_pattern": "FREQ=DAILY;BYHOUR=24"}"#, .create)
        }
        #expect(failure?.faults.map(\.message) == ["at character 19: BYHOUR is 0 to 23, not 24"])
    }

    @Test("what is no object is one fault at the whole", arguments: ["[]", "null", "7", "1.5", "true", "\"title\""])
    func noObject(text: String) {
        for mode in [TaskInput.Mode.create, .replace, .patch] {
            #expect(faultsOf(text, mode) == [" wrong_type"])
        }
    }

    @Test("lengths count characters as people see them")
    func lengths() {
        for character in ["x", "ڈ", "کِ", "👩\u{200D}👩\u{200D}👧\u{200D}👦", "🇵🇰", "e\u{301}"] {
            func title(_ count: Int) -> String { #"{"title": "\#(String(repeating: character, count: count))"}"# }
            #expect(faultsOf(title(1)).isEmpty, "1 of \(character)")
            #expect(faultsOf(title(200)).isEmpty, "200 of \(character)")
            #expect(faultsOf(title(201)) == ["/title too_long"], "201 of \(character)")
            let description = String(repeating: character, count: 1_001)
            #expect(faultsOf(#"{"title": "a", "description": "\#(description)"}"#) == ["/description too_long"])
            let tag = String(repeating: character, count: 51)
            #expect(faultsOf(#"{"title": "a", "tags": ["\#(tag)"]}"#) == ["/tags/0 too_long"])
        }
    }

    @Test("white space alone is no title, and the character U+0000 is never taken")
    func whitespaceAndNull() {
        #expect(faultsOf(#"{"title": " \t\n "}"#) == ["/title too_short"])
        #expect(faultsOf(#"{"title": "a\u0000b"}"#) == ["/title invalid"])
        #expect(
            faultsOf(#"{"title": "a", "description": "\u0000", "tags": ["x\u0000"]}"#) == [
                "/description invalid", "/tags/0 invalid",
            ])
    }

    @Test("a task takes twenty tags and no more")
    func manyTags() {
        func tags(_ count: Int) -> String {
            #"{"title": "a", "tags": [\#((0..<count).map { "\"t\($0)\"" }.joined(separator: ","))]}"#
        }
        #expect(faultsOf(tags(20)).isEmpty)
        #expect(faultsOf(tags(21)) == ["/tags too_long"])
    }

    @Test("a new task needs a title, and leaves the rest to defaults")
    func create() throws {
        #expect(faultsOf("{}") == ["/title missing"])
        #expect(faultsOf(#"{"title": null}"#) == ["/title wrong_type"])
        let input = try read(#"{"title": "a"}"#)
        #expect(input.description == .keep)
        #expect(input.completed == .keep)
        #expect(faultsOf(#"{"title": "a", "id": 7}"#) == ["/id unknown_field"])
    }

    @Test("a replacement sets every field, and passes over those that only the server sets")
    func replace() throws {
        let input = try read(
            """
            {"id": 7, "user_id": "x", "version": 3, "created_at": "x", "updated_at": null, "next_occurrence": 1,
             "title": "a", "priority": "low"}
            """, .replace)
        #expect(input.description == .set(""))
        #expect(input.priority == .set(.low))
        #expect(input.due.text == .set(nil))
        #expect(input.due.zoneName == .set(nil))
        #expect(input.rule == .set(nil))
        #expect(input.tags == .set([]))
        #expect(input.reminderAt == .set(nil))
        #expect(input.completed == .set(false))
        #expect(faultsOf(#"{"priority": "low"}"#, .replace) == ["/title missing"])
        #expect(faultsOf(#"{"title": "a", "owner": 1}"#, .replace) == ["/owner unknown_field"])
    }

    @Test("a patch keeps what it does not name, and null clears what can be empty")
    func patch() throws {
        #expect(try read("{}", .patch) == TaskInput())
        let input = try read(
            """
            {"description": null, "priority": null, "due_date": null, "time_zone": null, "recurring_pattern": null,
             "tags": null, "reminder_at": null}
            """, .patch)
        #expect(input.title == .keep)
        #expect(input.description == .set(""))
        #expect(input.priority == .set(.medium))
        #expect(input.due.text == .set(nil))
        #expect(input.rule == .set(nil))
        #expect(input.tags == .set([]))
        #expect(input.reminderAt == .set(nil))
        #expect(
            faultsOf(#"{"title": null, "completed": null}"#, .patch) == ["/completed wrong_type", "/title wrong_type"])
        #expect(faultsOf(#"{"version": 3}"#, .patch) == ["/version unknown_field"])
    }

    @Test("messages say what was found and what would be right, and quote long text in part")
    func messages() throws {
        let failure = #expect(throws: ValidationFailure.self) {
            try read(#"{"title": 7, "priority": "\#(String(repeating: "x", count: 5_000))"}"#)
        }
        let messages = failure?.faults.map(\.message) ?? []
        #expect(messages.last == "expected a string, found a number")
        #expect(messages.first?.hasSuffix("is no priority; use high, medium or low") == true)
        #expect(messages.allSatisfy { $0.count < 200 })
    }
}
