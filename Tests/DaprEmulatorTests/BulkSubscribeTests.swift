import DaprEmulator
import SidecarRules
import Testing

@Suite("Emulator: bulk subscriptions", .serialized)
struct BulkSubscribeTests {
    private static func publish(_ stage: Stage, _ tag: String, _ count: Int) async throws {
        for number in 1...count {
            _ = try await stage.publish("\"\(number) \(tag)\"", to: "bulk", query: "?metadata.partitionKey=\(tag)")
        }
    }

    /// Answers `SUCCESS` for every entry but those that a test names by the text of their data.
    private static func answer(_ received: Received, _ status: (String) -> String) -> SidecarResponse {
        let statuses = (received.json?["entries"]?.elements ?? []).map { entry in
            let data = entry["event"]?["data"]?.text ?? ""
            return SidecarJSON.object(["entryId": entry["entryId"] ?? .null, "status": .string(status(data))])
        }
        return .json(.object(["statuses": .array(statuses)]))
    }

    private static func data(_ received: Received) -> [String] {
        (received.json?["entries"]?.elements ?? []).compactMap { $0["event"]?["data"]?.text }
    }

    @Test("a batch is brought when it is full, and after a while when it is not")
    func flushes() async throws {
        try await withPortableStage { stage in
            let tag = newTag()
            stage.app.answer("/bulk") { BulkSubscribeTests.answer($0) { _ in "SUCCESS" } }
            try await BulkSubscribeTests.publish(stage, tag, 4)
            let batches = await stage.app.requests(2, at: "/bulk", tagged: tag)
            #expect(batches.flatMap(BulkSubscribeTests.data) == (1...4).map { "\($0) \(tag)" })
            #expect(batches.allSatisfy { BulkSubscribeTests.data($0).count <= 3 })
            #expect(batches.first?.headers["content-type"] == "application/json")
            #expect(batches.first?.json?["type"] == .string("com.dapr.event.sent.bulk"))
        }
    }

    @Test("what comes before the first failure is settled, the rest comes again")
    func redelivers() async throws {
        try await withPortableStage { stage in
            let tag = newTag()
            stage.app.answer("/bulk") { received in
                let isFirst = stage.app.received(at: "/bulk").filter { $0.text.contains(tag) }.count == 1
                return BulkSubscribeTests.answer(received) { isFirst && $0.hasPrefix("2") ? "RETRY" : "SUCCESS" }
            }
            try await BulkSubscribeTests.publish(stage, tag, 3)
            try await eventually("all came", within: .seconds(30)) {
                let batches = stage.app.received(at: "/bulk").filter { $0.text.contains(tag) }
                return batches.count > 1 && batches.flatMap(BulkSubscribeTests.data).contains("3 \(tag)")
            }
            let data = stage.app.received(at: "/bulk").filter { $0.text.contains(tag) }.flatMap(BulkSubscribeTests.data)
            #expect(data.filter { $0.hasPrefix("1") }.count == 1 && data.filter { $0.hasPrefix("2") }.count == 2)
        }
    }
}
