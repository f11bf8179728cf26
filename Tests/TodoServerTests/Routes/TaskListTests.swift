import HTTPTypes
import Testing
import TodoDomain

@testable import TodoServer

@Suite("The list of tasks")
struct TaskListTests {
    /// A user in Karachi with tasks 1 to 6; the clock of the fixture stands at 14:00 there on 2026-01-31.
    struct User {
        let door: FrontDoorFixture
        let token: String

        static let tasks = [
            #"{"title":"alpha","priority":"high","tags":["work"],"due_date":"2026-01-30"}"#,
            #"{"title":"Bravo","priority":"low","tags":["home","a,b"],"due_date":"2026-01-31T13:00:00"}"#,
            #"{"title":"charlie","due_date":"2026-01-31T23:00:00","reminder_at":"2026-01-31T17:00:00Z"}"#,
            #"{"title":"Delta","tags":["Urgent"],"due_date":"2026-02-03T09:00","recurring_pattern":"daily"}"#,
            #"{"title":"echo","priority":"low"}"#,
            #"{"title":"alpha","priority":"high","due_date":"2026-01-29"}"#,
        ]

        static func make() async throws -> User {
            let door = await FrontDoorFixture()
            let user = User(door: door, token: try await door.tokens.issue(for: UserID("u")))
            let settings = try await door.send(
                .patch, "/api/u/settings", #"{"time_zone":"Asia/Karachi"}"#, token: user.token)
            try #require(settings.status == 200, "\(settings.text)")
            for task in tasks {
                let made = try await door.send(.post, "/api/u/tasks", task, token: user.token)
                try #require(made.status == 201, "\(made.text)")
            }
            let done = try await door.send(.patch, "/api/u/tasks/6/complete", token: user.token)
            try #require(done.status == 200, "\(done.text)")
            return user
        }

        func list(_ query: String) async throws -> Answer {
            try await door.send(.get, "/api/u/tasks" + (query.isEmpty ? "" : "?" + query), token: token)
        }

        func ids(_ query: String) async throws -> [Int64] {
            let answer = try await list(query)
            try #require(answer.status == 200, "\(query): \(answer.text)")
            return answer.ids
        }
    }

    @Test("each parameter keeps the tasks that it says, and several together those that all of them keep")
    func parameters() async throws {
        let user = try await User.make()
        for (query, expected) in [
            ("", [1, 2, 3, 4, 5, 6]), ("status=pending", [1, 2, 3, 4, 5]), ("status=completed", [6]),
            ("priority=high", [1, 6]), ("priority=high&priority=medium", [1, 3, 4, 6]),
            ("tag=WORK", [1]), ("tag=work&tag=urgent", [1, 4]), ("tag=a%2Cb", [2]), ("tag=work%2Curgent", []),
            ("due_after=2026-01-31", [2, 3, 4]), ("due_before=2026-01-31", [1, 6]),
            ("due_after=2026-01-31&due_before=2026-02-01", [2, 3]), ("due_after=2026-01-31T13:00", [2, 3, 4]),
            ("due_before=2026-01-31T08:00:00Z", [1, 6]), ("due_before=2026-01-31T08:00:01Z", [1, 2, 6]),
            ("due_after=now&due_before=today%2B1d", [3]), ("due_after=now+1h", [3, 4]),
            ("overdue=true", [1, 2]), ("overdue=false", [3, 4, 5, 6]), ("recurring=true", [4]),
            ("recurring=false&status=pending", [1, 2, 3, 5]), ("has_reminder=true", [3]),
            ("has_reminder=false&q=alpha", [1, 6]), ("q=ALPHA&status=pending", [1]),
            ("filter=priority+%3D+high+%26%26+(tag+in+work,+urgent+%7C%7C+due+%3C+now%2B7d)", [1, 6]),
            ("filter=not+completed+and+due<today", [1]), ("filter=%21due", [5]), ("filter=due>today&tag=urgent", [4]),
        ] as [(String, [Int64])] {
            #expect(try await user.ids(query) == expected, "\(query)")
        }
    }

    @Test("every order lists every task, the same ones backwards, and tasks without a due date last")
    func orders() async throws {
        let user = try await User.make()
        for (query, expected) in [
            ("sort=created&order=desc", [6, 5, 4, 3, 2, 1]), ("sort=title", [1, 6, 2, 3, 4, 5]),
            ("sort=title&order=desc", [5, 4, 3, 2, 6, 1]), ("sort=due_date", [6, 1, 2, 3, 4, 5]),
            ("sort=due_date&order=desc", [4, 3, 2, 1, 6, 5]), ("sort=priority", [1, 6, 3, 4, 2, 5]),
            ("sort=updated&order=desc&limit=6", [6, 5, 4, 3, 2, 1]),
        ] as [(String, [Int64])] {
            #expect(try await user.ids(query) == expected, "\(query)")
        }
    }

    @Test("a bad value is refused with the parameter, the place in it and what would be right")
    func refusals() async throws {
        let user = try await User.make()
        for (query, pointers, hint) in [
            ("priority=urgent", [], "high, medium, low"), ("priority=high%2Clow", [], "high, medium, low"),
            ("tag=", [], "1 to 50"), ("due_after=soon", ["/due_after"], "today"),
            ("due_before=2026-02-30", ["/due_before"], "calendar"), ("overdue=yes", [], "true, false"),
            ("recurring=1", [], "true, false"), ("has_reminder=", [], "true, false"), ("limit=0", [], "1 to 500"),
            ("limit=501", [], "1 to 500"), ("count=maybe", [], "true, false"), ("sort=size", [], "due_date"),
            ("filter=", ["/filter"], "field"), ("filter=colour+%3D+red", ["/filter"], "at character 1"),
            ("filter=due+%3C+soon", ["/filter"], "at character 7"), ("cursor=nonsense", ["/cursor"], "Link"),
            ("filter=tag&filter=due", [], "occurs twice"),
            ("priority=low&priority=low&priority=low&priority=low", [], "4"),
            ("filter=" + String(repeating: "a", count: 2_001), [], "at most 2000"),
        ] {
            let answer = try await user.list(query)
            #expect(answer.status == 400, "\(query)")
            #expect(answer["code"] == .string("invalid_parameter"), "\(query)")
            #expect(answer.pointers == pointers, "\(query): \(answer.text)")
            #expect(answer.text.contains(hint), "\(query): \(answer.text)")
        }
        let unknown = try await user.list("filter=tag && due")
        #expect(unknown["code"] == .string("unknown_parameter"))
        let placed = try await user.list("filter=priority+%3D+high+%26%26+colour")
        #expect(placed.text.contains(#""position":20"#), "\(placed.text)")
    }

    @Test("pages follow one another by Link to the end, and the count is of the whole list")
    func pages() async throws {
        let user = try await User.make()
        for query in [
            "limit=1", "limit=2&sort=title", "limit=4&sort=due_date&order=desc",
            "limit=2&sort=priority&tag=work&tag=home",
            "limit=1&sort=updated&filter=priority+%3D+high+or+due", "limit=2&filter=due<now+9d+and+title+~+\"a\"",
            "limit=6", "limit=500",
        ] {
            let first = try await user.list(query + "&count=true")
            try #require(first.status == 200, "\(query): \(first.text)")
            let all = try await user.ids(
                query.split(separator: "&").filter { !$0.hasPrefix("limit") }.joined(separator: "&"))
            var (listed, answer) = (first.ids, first)
            while let next = answer.next {
                answer = try await user.door.send(.get, next, token: user.token)
                try #require(answer.status == 200, "\(next): \(answer.text)")
                #expect(!answer.ids.isEmpty)
                #expect(answer.headers[.totalCount] == first.headers[.totalCount])
                listed += answer.ids
            }
            #expect(listed == all, "\(query)")
            #expect(first.headers[.totalCount] == "\(all.count)")
        }
        #expect(try await user.list("limit=2").headers[.totalCount] == nil)
        #expect(try await user.list("").next == nil)
    }

    @Test("a page is where it was though tasks come, change and go; without a limit it holds all that follow")
    func stablePages() async throws {
        let user = try await User.make()
        let first = try await user.list("limit=2&sort=title")
        #expect(first.ids == [1, 6])
        let next = try #require(first.next)
        for (method, path, body) in [
            (.post, "", #"{"title":"aardvark"}"#), (.delete, "/6", nil), (.delete, "/1", nil),
            (.patch, "/5", #"{"title":"Aaa"}"#), (.post, "", #"{"title":"zulu"}"#),
        ] as [(HTTPRequest.Method, String, String?)] {
            let answer = try await user.door.send(method, "/api/u/tasks" + path, body, token: user.token)
            try #require(answer.status < 300, "\(answer.text)")
        }
        #expect(try await user.door.send(.get, next, token: user.token).ids == [2, 3])
        let rest = next.split(separator: "limit=2&").joined()
        #expect(try await user.door.send(.get, rest, token: user.token).ids == [2, 3, 4, 8])
    }

    @Test("a cursor is refused with other filters, another order, for another user, or damaged")
    func foreignCursors() async throws {
        let user = try await User.make()
        let next = try #require(try await user.list("limit=1&sort=title&tag=work&tag=home&status=all").next)
        let cursor = try #require(next.split(separator: "cursor=").last)
        for (query, code) in [
            ("sort=title&tag=work", "conflict"), ("sort=title&order=desc&tag=work&tag=home", "conflict"),
            ("tag=work&tag=home", "conflict"), ("sort=title&tag=work&tag=home&overdue=true", "conflict"),
        ] {
            let answer = try await user.list(query + "&cursor=" + cursor)
            #expect(answer.status == 400)
            #expect(answer.text.contains(code), "\(query): \(answer.text)")
        }
        #expect(try await user.list("count=false&limit=9&tag=work&tag=home&sort=title&cursor=" + cursor).status == 200)
        #expect(try await user.list("tag=work&tag=home&sort=title&cursor=" + cursor.dropLast()).status == 400)
        let other = try await user.door.tokens.issue(for: UserID("v"))
        let foreign = try await user.door.send(
            .get, "/api/v/tasks?tag=work&tag=home&sort=title&cursor=" + cursor, token: other)
        #expect(foreign.status == 400)
    }
}

extension Answer {
    /// Identities of the tasks of a list.
    var ids: [Int64] {
        guard case .array(let tasks) = json else { return [] }
        return tasks.compactMap { task in
            guard case .object(let members) = task, case .integer(let id) = members["id"] else { return nil }
            return id
        }
    }

    /// Where the list goes on.
    var next: String? {
        guard let link = headers[.link], link.hasPrefix("<"), link.hasSuffix(#">; rel="next""#) else { return nil }
        return String(link.dropFirst().prefix { $0 != ">" })
    }
}
