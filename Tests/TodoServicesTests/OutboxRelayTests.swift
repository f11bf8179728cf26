import ServicePorts
import Synchronization
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Outbox relay")
struct OutboxRelayTests {
    private let bench = TaskBench()
    private let bus = ScriptedBus()

    /// Runs a relay until the outbox is empty.
    private func relayAll(batchSize: Int = 256) async {
        let relay = OutboxRelay(
            lane: TestLane(), store: bench.store, bus: bus, clock: bench.clock, batchSize: batchSize)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await relay.run() }
            while !bench.outbox.isEmpty { await Task.yield() }
            group.cancelAll()
        }
    }

    private func fill() async throws -> [OutboxMessage] {
        for number in 1...3 {
            try await bench.create(#"{"title": "\#(number)", "reminder_at": "2026-01-06T09:00:00Z"}"#)
            try await bench.create(#"{"title": "\#(number)"}"#, bench.context(UserID("omar")))
        }
        return bench.outbox
    }

    @Test("every row is published on its topic, in commit order, and taken off", arguments: [1, 2, 256])
    func order(batchSize: Int) async throws {
        let rows = try await fill()
        await relayAll(batchSize: batchSize)
        #expect(bus.identifiers(on: "task-events") == rows.taskEvents.map(\.id))
        #expect(bus.identifiers(on: "reminders") == rows.reminders.map(\.id))
        #expect(bus.identifiers(on: "task-updates") == rows.taskUpdates.map(\.id))
        #expect(bench.outbox.isEmpty)
    }

    @Test("each update says in which history its sequence counts")
    func history() async throws {
        _ = try await fill()
        await relayAll(batchSize: 2)
        #expect(bus.updates.map(\.epoch) == Array(repeating: "epoch-1", count: bus.updates.count))
        #expect(bus.updates.count == 6)
    }

    @Test("a bus that cannot be reached is asked again after growing pauses; nothing is lost, doubled or reordered")
    func unavailable() async throws {
        let rows = try await fill()
        bus.onNextPublishes(to: "task-events", .fail(.unavailable), .fail(.unavailable))
        await relayAll()
        #expect(bus.identifiers(on: "task-events") == rows.taskEvents.map(\.id))
        #expect(bench.clock.sleeps == [.milliseconds(50), .milliseconds(100)])
    }

    @Test("an unknown outcome publishes again with the same ids, in order")
    func ambiguous() async throws {
        let rows = try await fill()
        bus.onNextPublishes(to: "task-updates", .takeThenFail(3))
        await relayAll()
        let ids = rows.taskUpdates.map(\.id)
        #expect(bus.identifiers(on: "task-updates") == ids.prefix(3) + ids)
        #expect(bus.identifiers(on: "task-events") == rows.taskEvents.map(\.id))
    }

    @Test("a topic that cannot be reached does not hold back the others")
    func topicsApart() async throws {
        let rows = try await fill()
        bus.onNextPublishes(to: "task-events", .fail(.unavailable))
        await relayAll()
        #expect(bus.topicsInOrder.prefix(2) == ["reminders", "task-updates"])
        #expect(bus.identifiers(on: "reminders") == rows.reminders.map(\.id))
        #expect(bus.identifiers(on: "task-events") == rows.taskEvents.map(\.id))
    }

    @Test("two relays at once publish every row, first occurrences in order")
    func twoRelays() async throws {
        let rows = try await fill()
        async let first: Void = relayAll(batchSize: 1)
        async let second: Void = relayAll(batchSize: 2)
        _ = await (first, second)
        var seen: Set<String> = []
        let firsts = bus.identifiers(on: "task-events").filter { seen.insert($0).inserted }
        #expect(firsts == rows.taskEvents.map(\.id))
    }

    @Test("a relay with nothing to do waits, and is woken by a commit")
    func woken() async throws {
        let relay = OutboxRelay(lane: TestLane(), store: bench.store, bus: bus, clock: bench.clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await relay.run() }
            try await bench.create(#"{"title": "a"}"#)
            while bus.identifiers(on: "task-updates").isEmpty { await Task.yield() }
            group.cancelAll()
        }
        #expect(bus.identifiers(on: "task-events") == ["sara/1/task-event"])
        #expect(bench.clock.sleeps.isEmpty)
    }
}
