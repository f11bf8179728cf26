import Testing

@Suite("Stopping and coming back")
struct StopTests {
    @Test("SIGTERM sends clients away to come back, and the next start goes on where this one was")
    func drains() async throws {
        try await TodoServer.run { server in
            let ayesha = try await User.signUp("ayesha@example.org", at: server)
            let socket = try await ayesha.watch()
            try await socket.message("ready") { $0.type == "ready" }
            _ = try await ayesha.send("POST", "tasks", ["title": "Before the stop"])
            let last = try await socket.message("the change") { $0.type == "event" }

            try await server.stop()
            let ending = try await socket.ending()
            #expect(ending.code == 1001)
            #expect(!ending.reason.isEmpty)
            await #expect(throws: (any Error).self) { try await server.http.send("GET", "/healthz") }

            try await server.start()
            _ = try await ayesha.send("POST", "tasks", ["title": "After the stop"])
            let resumed = try await ayesha.watch(from: last.json["position"])
            try await resumed.message("caught_up") { $0.type == "caught_up" }
            let missed = resumed.received.filter { $0.type == "event" }
            #expect(missed.map { $0.json["data"]["changes"]["task"]["title"] } == ["After the stop"])
            #expect(missed.map { $0.json["position"]["seq"].integer } == [2])
            #expect(try await ayesha.tasks().map { $0["title"] } == ["Before the stop", "After the stop"])
        }
    }
}
