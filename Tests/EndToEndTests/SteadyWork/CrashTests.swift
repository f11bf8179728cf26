import Testing

@Suite("Ten crashes under steady work")
struct CrashTests {
    @Test("after ten kills nothing acknowledged is lost, doubled or out of order")
    func tenKills() async throws {
        try await TodoServer.run { server in
            let parties = try await Parties(["ayesha", "bilal", "chen"], at: server.doors)
            try await parties.endure {
                for round in 1...10 {
                    try await parties.progress(by: 3, before: "kill \(round)")
                    await server.kill()
                    try await server.start()
                }
            }
            #expect(await parties.fewestTasks > 20)
            #expect(await parties.fewestConnections > 10)
        }
    }
}
