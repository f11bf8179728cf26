import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Comparing a topic with the audit trail")
struct AuditComparisonTests {
    private let bench = TaskBench()
    private let log = MemoryAuditLog()

    /// Events of some changes of two users, with the trail that the service made of them.
    private func events() async throws -> [CloudEvent<TaskEvent>] {
        for number in 1...3 {
            try await bench.create(#"{"title": "task \#(number)"}"#)
            try await bench.create(#"{"title": "other \#(number)"}"#, bench.context(UserID("omar")))
        }
        let events = bench.outbox.taskEvents
        let service = AuditService(lane: TestLane(), log: log, digest: ToyDigest())
        for event in events { #expect(await service.handle(Delivery(event: event, attempt: 1)) == .success) }
        return events
    }

    private func report(
        _ events: [CloudEvent<TaskEvent>], log: any AuditLog
    ) async throws -> AuditComparison.Report {
        var comparison = AuditComparison(log: log, digest: ToyDigest())
        for event in events { try await comparison.take(event) }
        return try await comparison.finish()
    }

    @Test("a trail that was made of the topic agrees with it, repeats and a late beginning included")
    func agrees() async throws {
        let events = try await events()
        let whole = try await report(events + events.prefix(2), log: log)
        #expect(whole.faults.isEmpty && whole.users == 2 && whole.events == 8 && whole.repeats == 2)
        let late = try await report(Array(events.suffix(4)), log: log)
        #expect(late.faults.isEmpty && late.events == 4)
    }

    @Test("an event that the trail lacks, and one that the topic lacks, are told with their places")
    func tellsGaps() async throws {
        let events = try await events()
        let empty = try await report(events, log: MemoryAuditLog())
        #expect(empty.faults.count == 6)
        #expect(empty.faults.first?.reason.contains("the trail has no entry") == true)
        let sara = TaskBench.sara
        let without = events.filter { !($0.data.userID == sara && $0.data.change.sequence == 2) }
        let gap = try await report(without, log: log)
        #expect(gap.faults.map(\.sequence) == [2] && gap.faults.map(\.userID) == [sara])
        #expect(gap.faults.first?.reason.contains("the topic goes on") == true)
        let short = try await report(events.filter { $0.data.change.sequence < 3 }, log: log)
        #expect(short.faults.map(\.sequence) == [3, 3])
        #expect(short.faults.allSatisfy { $0.reason.contains("the trail goes on to 3") })
    }

    @Test("a change that was altered, or an event under another id, does not agree")
    func tellsAlteration() async throws {
        var events = try await events()
        let place = try #require(events.firstIndex { $0.data.change.sequence == 2 })
        events[place].data.change.sequence = 2
        events[place].data.change.kind = .taskDeleted
        let altered = try await report(events, log: log)
        #expect(altered.faults.count == 1 && altered.faults[0].sequence == 2)
        #expect(altered.faults.first?.reason.contains("does not give the entry's hash") == true)
        events[place].id = "another"
        let renamed = try await report(events, log: log)
        #expect(renamed.faults.count == 1)
        #expect(renamed.faults.first?.reason.contains("the topic of 'another'") == true)
    }
}
