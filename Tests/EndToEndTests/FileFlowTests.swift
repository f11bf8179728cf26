import Testing

/// Takes files in and out of the built program as its users do.
@Suite("Files over HTTP")
struct FileFlowTests {
    private func send(
        _ user: User, _ method: String, _ path: String, _ body: String? = nil, type: String = "application/json"
    ) async throws -> HTTPAnswer {
        try await user.http.send(
            method, "/api/\(user.id)/\(path)",
            headers: ["Authorization": "Bearer \(user.token)", "Content-Type": type], body: body.map { Array($0.utf8) })
    }

    private func fill(_ user: User) async throws {
        let bodies = [
            #"{"title":"Pay rent, gas","due_date":"2030-01-31T09:00","time_zone":"Asia/Karachi","#
                + #""recurring_pattern":"monthly","tags":["Home"],"reminder_at":"2030-01-30T00:00:00Z"}"#,
            #"{"title":"Grüße 🦉","description":"two\nlines","priority":"high"}"#,
        ]
        for body in bodies {
            let answer = try await send(user, "POST", "tasks", body)
            try #require(answer.status == 201, "\(answer.text)")
        }
        _ = try await send(user, "PATCH", "settings", #"{"time_zone":"Asia/Karachi","default_reminder":"-PT1H"}"#)
        _ = try await send(user, "PATCH", "tasks/1/complete")
    }

    /// The records of an export: its lines but for the first, which has the time.
    private func records(_ answer: HTTPAnswer) -> String {
        answer.text.split(separator: "\n").dropFirst().joined(separator: "\n")
    }

    @Test("an export, wiped and restored, is the same export again; the calendar comes back too")
    func exportAndRestore() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("files@example.com", at: server)
            try await fill(user)
            try await eventually("the next occurrence is there") { try await user.tasks().count == 3 ? true : nil }
            let export = try await send(user, "GET", "export")
            #expect(export.status == 200 && export.headers["content-type"] == "application/x-ndjson")
            #expect(export.headers["content-disposition"]?.contains("attachment") == true)
            let again = try await send(user, "POST", "import", export.text, type: "application/x-ndjson")
            #expect(again.json["imported"].integer == 0 && again.json["refused"].integer == 0, "\(again.text)")

            let calendar = try await send(user, "GET", "export.ics")
            #expect(calendar.text.hasPrefix("BEGIN:VCALENDAR\r\n") && calendar.text.contains("RRULE:FREQ=MONTHLY"))
            for task in try await user.tasks() {
                let id = try #require(task["id"].integer)
                #expect(try await send(user, "DELETE", "tasks/\(id)").status == 204)
            }
            let restored = try await send(user, "POST", "import", export.text, type: "application/x-ndjson")
            #expect(restored.json["imported"].integer == 3, "\(restored.text)")
            #expect(records(try await send(user, "GET", "export")) == records(export))

            let other = try await User.signUp("other@example.com", at: server)
            let copy = try await send(other, "POST", "import", export.text, type: "application/x-ndjson")
            #expect(copy.status == 200 && copy.json["refused"].integer == 0, "\(copy.text)")
            #expect(records(try await send(other, "GET", "export")) == records(export))

            let third = try await User.signUp("third@example.com", at: server)
            let dry = try await send(third, "POST", "import?dry_run=true", calendar.text, type: "text/calendar")
            #expect(dry.json["imported"].integer == 3 && dry.json["dry_run"] == true, "\(dry.text)")
            #expect(try await third.tasks().isEmpty)
            let taken = try await send(third, "POST", "import", calendar.text, type: "text/calendar; charset=utf-8")
            #expect(taken.json["imported"].integer == 3, "\(taken.text)")
            let copied = try await send(third, "GET", "export.ics").text
            #expect(copied == calendar.text, "\(copied)\n\(calendar.text)")
        }
    }

    @Test("a table of Todoist's and a calendar of another program come in once, and go out and in again the same")
    func foreignFiles() async throws {
        let table = """
            TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE
            section,Errands,,,,,,,,
            task,Buy milk @home,,1,1,Sana (1),,2030-05-01 10:00,en,Asia/Karachi
            note,"semi-skimmed, two",,,,,,,,
            task,Water plants,,4,2,Sana (1),,"every mon, thu at 18:00",en,Asia/Karachi

            """
        let calendar = """
            BEGIN:VCALENDAR
            BEGIN:VTODO
            UID:4711@example.com
            SUMMARY:Pay rent
            DUE;TZID=Asia/Karachi:20300131T090000
            RRULE:FREQ=MONTHLY;BYMONTHDAY=-1
            EXDATE;TZID=Asia/Karachi:20300228T090000
            BEGIN:VALARM
            TRIGGER;RELATED=END:-PT15M
            END:VALARM
            END:VTODO
            END:VCALENDAR

            """
        try await TodoServer.run { server in
            let user = try await User.signUp("foreign@example.com", at: server)
            for expected in [(2, 1), (0, 0)] {
                let rows = try await send(user, "POST", "import", table, type: "text/csv")
                let tasks = try await send(user, "POST", "import", calendar, type: "text/calendar")
                #expect(rows.json["imported"].integer == expected.0, "\(rows.text)")
                #expect(tasks.json["imported"].integer == expected.1, "\(tasks.text)")
            }
            let rent = try #require(try await user.tasks().first { $0["title"].string == "Pay rent" })
            #expect(rent["next_occurrence"].string == "2030-03-31T09:00:00")
            let milk = try #require(try await user.tasks().first { $0["title"].string == "Buy milk" })
            #expect(milk["description"].string == "semi-skimmed, two" && milk["priority"].string == "high")
            #expect(milk["tags"].elements.map(\.string) == ["home", "Errands"])
            let export = try await send(user, "GET", "export")
            let other = try await User.signUp("again@example.com", at: server)
            let restored = try await send(other, "POST", "import", export.text, type: "application/x-ndjson")
            #expect(restored.json["refused"].integer == 0, "\(restored.text)")
            #expect(records(try await send(other, "GET", "export")) == records(export))
            let own = try await send(user, "GET", "export.ics")
            let third = try await User.signUp("third2@example.com", at: server)
            _ = try await send(third, "POST", "import", own.text, type: "text/calendar")
            #expect(try await send(third, "GET", "export.ics").text == own.text)
        }
    }

    @Test("a bad file is refused whole or in part, with the lines, and whatever it is brings nothing down")
    func badFiles() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("bad@example.com", at: server)
            try await fill(user)
            let export = try await send(user, "GET", "export")
            let cut = String(export.text.dropLast(120))
            let refused = try await send(user, "POST", "import", cut, type: "application/x-ndjson")
            #expect(refused.status == 422 && refused.text.contains("incomplete=true"), "\(refused.text)")
            let other = try await User.signUp("bad2@example.com", at: server)
            let part = try await send(other, "POST", "import?incomplete=true", cut, type: "application/x-ndjson")
            #expect(part.status == 200 && part.json["faults"].elements.count == 1, "\(part.text)")

            #expect(try await send(user, "POST", "import", "hello", type: "text/calendar").status == 422)
            #expect(try await send(user, "POST", "import", "hello", type: "text/plain").status == 415)
            #expect(try await send(user, "POST", "import?dry_run=maybe", "", type: "text/csv").status == 400)
            let table = "TYPE,CONTENT,DATE\ntask,Milk @home,tomorrow\ntask,,\ntask,\"Bad\"x,\ntask,Last,\n"
            let rows = try await send(user, "POST", "import", table, type: "text/csv")
            #expect(rows.json["imported"].integer == 2 && rows.json["refused"].integer == 2, "\(rows.text)")
            let large = String(repeating: "x", count: 17 * 1_024 * 1_024)
            #expect(try await send(user, "POST", "import", large, type: "text/csv").status == 413)
            #expect(try await server.http.send("GET", "/healthz").status == 200)
        }
    }

    @Test("a secret link shows the tasks without a token until it is replaced or taken away")
    func secretLink() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("feed@example.com", at: server)
            #expect(try await send(user, "GET", "feed").status == 404)
            try await fill(user)
            try await eventually("the next occurrence is there") { try await user.tasks().count == 3 ? true : nil }
            let made = try await send(user, "POST", "feed")
            let link = try #require(made.json["url"].string, "\(made.text)")
            let feed = try await server.http.send("GET", link)
            #expect(feed.status == 200 && feed.text.contains("SUMMARY:Pay rent\\, gas"))
            #expect(!feed.text.contains(user.email) && !feed.text.contains(user.id))
            let tag = try #require(feed.headers["etag"])
            #expect(try await server.http.send("GET", link, headers: ["If-None-Match": tag]).status == 304)
            _ = try await send(user, "POST", "tasks", #"{"title":"New"}"#)
            #expect(try await server.http.send("GET", link, headers: ["If-None-Match": tag]).status == 200)
            let shown = try await send(user, "GET", "feed")
            #expect(shown.status == 200 && shown.json["url"] == .null)
            let renewed = try #require(try await send(user, "POST", "feed").json["url"].string)
            #expect(try await server.http.send("GET", link).status == 404)
            #expect(try await server.http.send("GET", renewed).status == 200)
            #expect(try await send(user, "DELETE", "feed").status == 204)
            #expect(try await server.http.send("GET", renewed).status == 404)
            #expect(try await server.http.send("GET", "/feeds/x.ics").status == 404)
        }
    }

    @Test("an account ends with its password only, and nothing of it is left; its data can be had before")
    func endOfAccount() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("gone@example.com", at: server)
            try await fill(user)
            let link = try #require(try await send(user, "POST", "feed").json["url"].string)
            try await eventually("the trail has the changes") {
                try await send(user, "GET", "data").text.contains("\"type\":\"audit_entry\"") ? true : nil
            }
            let data = try await send(user, "GET", "data")
            #expect(data.text.contains("gone@example.com") && !data.text.contains("scrypt"))

            #expect(try await send(user, "DELETE", "account", #"{"password":"wrong horse"}"#).status == 401)
            #expect(try await send(user, "DELETE", "account", "{}").status == 422)
            #expect(try await user.tasks().count >= 2)
            let gone = try await send(user, "DELETE", "account", #"{"password":"correct horse battery"}"#)
            #expect(gone.status == 200, "\(gone.text)")
            #expect(try await user.tasks().isEmpty)
            #expect(try await server.http.send("GET", link).status == 404)
            #expect(try await send(user, "POST", "tasks", #"{"title":"ghost"}"#).status == 503)
            #expect(try await send(user, "GET", "audit").json.elements.isEmpty)
            let email = try JSON.object(["email": "gone@example.com", "password": "correct horse battery"]).bytes()
            let signIn = try await server.http.send(
                "POST", "/api/auth/sign-in", headers: ["Content-Type": "application/json"], body: email)
            #expect(signIn.status == 401)
            let next = try await User.signUp("gone@example.com", at: server)
            #expect(next.id != user.id)
            #expect(try await next.tasks().isEmpty)
        }
    }
}
