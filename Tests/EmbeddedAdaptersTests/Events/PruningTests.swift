import CivilTime
import EmbeddedAdapters
import PortContracts
import ServicePorts
import Synchronization
import Testing

/// A clock that a test moves by hand; its sleeps pass in real time.
final class MovedClock: WallClock {
    private let offset: Mutex<Duration> = Mutex(.zero)

    func move(by duration: Duration) {
        offset.withLock { $0 += duration }
    }

    func now() -> Timestamp {
        SystemClock().now() + offset.withLock { $0 }
    }

    func sleep(for duration: Duration) async throws {
        try await SystemClock().sleep(for: duration)
    }
}

@Suite("Pruning", .timeLimit(.minutes(2)))
struct PruningTests {
    private let topic: Topic<Int> = Topic("numbers")
    private let clock: MovedClock = MovedClock()

    private func event(_ number: Int) -> CloudEvent<Int> {
        CloudEvent(
            id: "event-\(number)", type: "number", source: "/test", time: .epoch, partitionKey: "key",
            sequence: Int64(number), correlationID: "none", data: number)
    }

    private func collect(_ bus: SQLiteEventBus, as group: String) async throws -> (Recorder<Int>, any EventSubscription)
    {
        let seen = Recorder<Int>()
        let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: group)) { delivery in
            seen.record(delivery.event.data)
            return .success
        }
        return (seen, subscription)
    }

    /// Gives the body a bus on the moved clock that keeps events for an hour.
    private func withPrunedBus(_ body: (SQLiteEventBus) async throws -> Void) async throws {
        try await withDatabase { database in
            let settings = EventBusSettings(retention: .seconds(3_600))
            let bus = SQLiteEventBus(database: database, clock: clock, settings: settings)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await bus.run() }
                try await body(bus)
                bus.shutDown()
                try await group.waitForAll()
            }
        }
    }

    @Test("old events go once every group has passed them, new ones stay")
    func prunesWhatIsPassed() async throws {
        try await withPrunedBus { bus in
            let (seen, subscription) = try await collect(bus, as: "group")
            try await bus.publish((0..<2_500).map { event($0) }, to: topic)
            try await eventually(on: clock, "the events arrived") { seen.elements.count == 2_500 }
            #expect(try await bus.prune() == 0, "events were pruned before their time")
            clock.move(by: .seconds(3_601))
            try await bus.publish([event(9_999)], to: topic)
            try await eventually(on: clock, "the last event arrived") { seen.elements.count == 2_501 }
            await subscription.cancel()
            #expect(try await bus.prune() == 2_500)
            let (late, _) = try await collect(bus, as: "late")
            try await eventually(on: clock, "the event that stayed arrived") { !late.elements.isEmpty }
            #expect(late.elements == [9_999])
        }
    }

    @Test("events that a group has not passed stay, however old")
    func keepsWhatIsNeeded() async throws {
        try await withPrunedBus { bus in
            let blocked = Recorder<Int>()
            let slow = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "slow")) { delivery in
                blocked.record(delivery.event.data)
                return .retry(reason: "not now")
            }
            try await bus.publish([event(1), event(2)], to: topic)
            try await eventually(on: clock, "the slow group began") { !blocked.elements.isEmpty }
            clock.move(by: .seconds(7_200))
            #expect(try await bus.prune() == 0, "events were pruned that a group still needs")
            await slow.cancel()
            let (seen, _) = try await collect(bus, as: "slow")
            try await eventually(on: clock, "the slow group went on") { seen.elements == [1, 2] }
        }
    }

    @Test("a group that nobody uses any more does not keep events for ever")
    func forgetsIdleGroups() async throws {
        try await withPrunedBus { bus in
            let (_, idle) = try await collect(bus, as: "idle")
            await idle.cancel()
            try await bus.publish([event(1)], to: topic)
            #expect(try await bus.prune() == 0)
            clock.move(by: .seconds(3_601))
            #expect(try await bus.prune() == 1)
        }
    }

    @Test("expired values are deleted, living ones stay")
    func prunesState() async throws {
        try await withDatabase { database in
            let store = SQLiteStateStore(database: database, clock: clock)
            try await store.apply(.set("expired", [1], timeToLive: .seconds(60)))
            try await store.apply(.set("living", [2], timeToLive: .seconds(6_000)))
            try await store.apply(.set("lasting", [3]))
            #expect(try await store.prune() == 0)
            clock.move(by: .seconds(61))
            #expect(try await store.prune() == 1)
            #expect(try await store.get("expired") == nil)
            #expect(try await store.get("living")?.value == [2])
            #expect(try await store.get("lasting")?.value == [3])
        }
    }
}
