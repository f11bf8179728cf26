import Testing

/// Lists tasks over HTTP as a client does that knows nothing but the addresses that it is given.
@Suite("Lists of tasks over HTTP")
struct TaskListFlowTests {
    @Test("a filtered and sorted list is read page by page to its end, though the program is killed and tasks change")
    func pages() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("lists@example.com", at: server)
            for number in 1...20 {
                let priority: JSON = number % 2 == 0 ? "high" : "low"
                let made = try await user.send(
                    "POST", "tasks",
                    [
                        "title": .string("Task \(number % 7)"), "priority": priority,
                        "tags": [number % 3 == 0 ? "work" : "home"], "due_date": .string("2030-01-\(10 + number)"),
                    ])
                try #require(made.status == 201, "\(made.text)")
            }
            // priority = high && (tag in work, urgent || due >= 2030-01-25)
            let filter =
                "priority%20%3D%20high%20%26%26%20(tag%20in%20work,%20urgent%20%7C%7C%20due%20%3E%3D%202030-01-25)"
            let address = "tasks?sort=due_date&order=desc&filter=\(filter)"
            let expected = [20, 18, 16, 12, 6]
            #expect(try await user.send("GET", address).ids == expected)

            var answer = try await user.send("GET", address + "&limit=2&count=true")
            #expect(answer.headers["x-total-count"] == "5")
            var listed = answer.ids
            await server.kill()
            try await server.start()
            #expect(try await user.send("DELETE", "tasks/18").status == 204)
            #expect(try await user.send("PATCH", "tasks/20", ["due_date": "2030-01-01"]).status == 200)
            while let next = answer.next {
                answer = try await server.http.send("GET", next, headers: ["Authorization": "Bearer \(user.token)"])
                try #require(answer.status == 200, "\(next): \(answer.text)")
                listed += answer.ids
            }
            #expect(listed == expected)
            #expect(try await user.send("GET", address).ids == [16, 12, 6])
        }
    }
}

extension HTTPAnswer {
    /// Identities of the tasks of a list.
    fileprivate var ids: [Int] { json.elements.compactMap { $0["id"].integer } }

    /// Where the list goes on.
    fileprivate var next: String? {
        headers["link"].map { String($0.dropFirst().prefix { $0 != ">" }) }
    }
}
