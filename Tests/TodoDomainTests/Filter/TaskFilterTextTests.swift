import Testing
import TodoDomain

@Suite("The text of a filter")
struct TaskFilterTextTests {
    @Test(
        "is printed in one way",
        arguments: [
            (
                "priority = high && (tag in work, urgent || due < now+7d)",
                "priority = high && (tag in work, urgent || due < now+7d)"
            ),
            ("  PRIORITY=High  ", "priority = high"),
            ("status = Pending and not overdue", "status = pending && !overdue"),
            ("completed = true", "completed"), ("completed != true", "!completed"), ("overdue=false", "!overdue"),
            ("overdue != false", "overdue"),
            ("a && b", nil), ("!tag = work", "!(tag = work)"), ("!!tag", "!!tag"), ("!(tag)", "!tag"),
            ("((priority = low))", "priority = low"),
            ("tag && due && recurring", "tag && due && recurring"),
            ("(tag && due) && recurring", "tag && due && recurring"),
            ("tag || (due || recurring)", "tag || due || recurring"),
            ("tag && due || recurring && reminder", "tag && due || recurring && reminder"),
            ("tag && (due || recurring)", "tag && (due || recurring)"),
            ("!(tag || due)", "!(tag || due)"),
            ("title ~ \"weekly report\"", "title ~ \"weekly report\""), ("title ~ \"weekly\"", "title ~ weekly"),
            ("title = \"\"", "title = \"\""), ("title = \"a \\\"b\\\" \\\\ c\"", "title = \"a \\\"b\\\" \\\\ c\""),
            ("tag = \"and\"", "tag = \"and\""), ("tag = کام", "tag = کام"),
            ("tag in a,\"b c\" , d", "tag in a, \"b c\", d"),
            ("due < 1w", "due < now+7d"), ("due<now 7d", "due < now+7d"), ("due < now + 1d - 90m", "due < now+1d-90m"),
            ("due > -2h", "due > now-2h"), ("due = TODAY", "due = today"), ("due = today-1w", "due = today-7d"),
            ("due in yesterday, tomorrow+1d", "due in yesterday, tomorrow+1d"),
            ("due >= 2026-01-31", "due >= 2026-01-31"), ("due >= 2026-01-31-2d", "due >= 2026-01-31-2d"),
            ("due >= 2026-01-31t09:00", "due >= 2026-01-31T09:00:00"),
            ("due >= \"2026-01-31T09:00:30.25\"", "due >= 2026-01-31T09:00:30.250"),
            ("due >= 2026-01-31T09:00+05:00", "due >= 2026-01-31T04:00:00Z"),
            ("due >= 2026-01-31T09:00z+1h", "due >= 2026-01-31T09:00:00Z+1h"),
            (
                "created > now-1h && updated <= now && completed_at >= today",
                "created > now-1h && updated <= now && completed_at >= today"
            ),
            ("text ~ milk && !description", "text ~ milk && !description"),
        ] as [(String, String?)])
    func canonical(text: String, expected: String?) throws {
        guard let expected else {
            #expect(throws: TaskFilterError.self) { try TaskFilter(text: text) }
            return
        }
        let filter = try TaskFilter(text: text)
        #expect(filter.text == expected)
        #expect(try TaskFilter(text: filter.text) == filter)
    }

    @Test(
        "is refused at the place where it stops to make sense, with what would be right",
        arguments: [
            ("", 1, "field"), ("   ", 4, "field"), ("prio = high", 1, "priority"), ("priority", 9, "priority = high"),
            ("priority = urgent", 12, "high, medium, low"), ("priority ~ high", 10, "<="),
            ("tag < work", 5, "~"), ("text = a", 6, "~"), ("status = open", 10, "pending"),
            ("recurring = maybe", 13, "true, false"), ("title", 6, "operator"),
            ("tag = work urgent", 12, "double quotes"), ("tag = work, urgent", 11, "in"),
            ("tag in work,", 13, "value of tag"), ("tag = and", 7, "double quotes"),
            ("tag = 'work'", 7, "double quotes"),
            ("(tag = a", 1, "missing"), ("tag = a)", 8, "without its '('"), ("tag = \"a", 7, "not closed"),
            ("tag = \"a\\n\"", 10, "backslash"), ("title ~ \"\"", 9, "no text"),
            ("tag & due", 5, "&&"), ("tag | due", 5, "||"), ("tag == a", 6, "value of tag"), ("tag &&", 7, "field"),
            ("due < soon", 7, "today"), ("due < 7", 8, "unit"), ("due < now+7", 12, "unit"),
            ("due < now+7M", 12, "minutes"),
            ("due < now+", 11, "distance"), ("due < 2026-02-30", 7, "calendar"), ("due < 2026-01-31 09:00", 20, "T"),
            ("due < 2026-01-31T25:00", 7, "calendar"), ("due < now+40000d", 10, "36600"),
            ("due < now+99999999999999999999w", 10, "36600"), ("due < \"soon\"", 7, "today"), ("due < ", 7, "moment"),
            ("کام = ۱", 1, "no field"), ("tag = کام ۲", 11, "double quotes"), ("!", 2, "field"), ("!= a", 2, "field"),
        ] as [(String, Int, String)])
    func refused(text: String, position: Int, hint: String) throws {
        let error = try #require(throws: TaskFilterError.self) { try TaskFilter(text: text) }
        #expect(error.position == position, "\(error)")
        #expect(error.reason.contains(hint), "\(error)")
    }

    @Test("is bounded in length, depth and terms, and what is within the bounds is read")
    func bounds() throws {
        func nested(_ count: Int, _ open: String, _ close: String) -> String {
            String(repeating: open, count: count) + "tag" + String(repeating: close, count: count)
        }
        for (open, close) in [("(", ")"), ("!", ""), ("!(", ")"), ("not ", "")] {
            #expect(throws: Never.self) { try TaskFilter(text: nested(TaskFilter.mostDepth, open, close)) }
            let error = try #require(throws: TaskFilterError.self) {
                try TaskFilter(text: nested(TaskFilter.mostDepth + 1, open, close))
            }
            #expect(error.reason.contains("32 deep"))
        }
        let terms = Array(repeating: "tag", count: TaskFilter.mostTerms)
        #expect(throws: Never.self) { try TaskFilter(text: terms.joined(separator: "&&")) }
        for text in [
            (terms + ["due"]).joined(separator: " || "),
            "tag in " + Array(repeating: "a", count: TaskFilter.mostTerms + 1).joined(separator: ","),
        ] {
            let error = try #require(throws: TaskFilterError.self) { try TaskFilter(text: text) }
            #expect(error.reason.contains("at most 100 values"))
        }
        let searches = Array(repeating: "text ~ a", count: TaskFilter.mostSearches)
        #expect(throws: Never.self) { try TaskFilter(text: searches.joined(separator: " || ")) }
        #expect(throws: TaskFilterError.self) { try TaskFilter(text: (searches + ["tag ~ a"]).joined(separator: "||")) }
        let long = "title = " + String(repeating: "ک", count: TaskFilter.mostBytes / 2)
        let error = try #require(throws: TaskFilterError.self) { try TaskFilter(text: long) }
        #expect(error.reason.contains("8192 bytes"))
        #expect((1...long.count + 1).contains(error.position))
        // It would be printed with quotes, and longer than it is read.
        let printed = "title=" + String(repeating: "a", count: TaskFilter.mostBytes - 6)
        #expect(throws: TaskFilterError.self) { try TaskFilter(text: printed) }
    }
}
