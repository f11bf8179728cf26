import Testing

@Suite("A task's whole life, seen from outside")
struct WholeFlowTests {
    @Test("a weekly task is created, reminded of, completed and followed by exactly one next occurrence")
    func weeklyTask() async throws {
        try await TodoServer.run { server in
            try await WholeFlow(first: server.doors, second: server.doors).run()
        }
    }
}
