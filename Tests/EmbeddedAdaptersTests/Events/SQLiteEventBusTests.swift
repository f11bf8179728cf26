import CivilTime
import EmbeddedAdapters
import PortContracts
import ServicePorts
import Testing

@Suite("The SQLite event bus", .timeLimit(.minutes(2)))
struct SQLiteEventBusTests {
    private let topic: Topic<Int> = Topic("numbers")
    private let clock: SystemClock = SystemClock()

    private func event(_ number: Int, key: String = "key") -> CloudEvent<Int> {
        CloudEvent(
            id: "event-\(number)", type: "number", source: "/test", time: .epoch, partitionKey: key,
            sequence: Int64(number), correlationID: "none", data: number)
    }

    private func collect(_ bus: SQLiteEventBus, as group: String) async throws -> Recorder<Int> {
        let seen = Recorder<Int>()
        _ = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: group)) { delivery in
            seen.record(delivery.event.data)
            return .success
        }
        return seen
    }

    @Test("a key that fails for ever holds up no other key")
    func isolatesAKeyThatNeverSucceeds() async throws {
        try await withDatabase { database in
            try await withBus(database, settings: EventBusSettings(concurrentHandlers: 2, bufferedEvents: 16)) { bus in
                let seen = Recorder<Int>()
                let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "group")) {
                    delivery in
                    guard delivery.event.partitionKey != "poison" else { return .retry(reason: "for ever") }
                    seen.record(delivery.event.data)
                    return .success
                }
                let events = (0..<600).map { event($0, key: $0 % 3 == 0 ? "poison" : "key-\($0)") }
                try await bus.publish(events, to: topic)
                try await eventually(on: clock, "every other key arrived") { seen.elements.count == 400 }
                await subscription.cancel()
                #expect(try await bus.deadLetters(of: topic.name).isEmpty, "the poison was given up too early")
            }
        }
    }

    @Test("more events of a key than memory holds arrive in order")
    func readsALongKey() async throws {
        try await withDatabase { database in
            try await withBus(database, settings: EventBusSettings(bufferedEvents: 8, eventsAhead: 50)) { bus in
                try await bus.publish((0..<1_000).map { event($0) }, to: topic)
                let seen = try await collect(bus, as: "group")
                try await eventually(on: clock, "1,000 events arrived") { seen.elements.count >= 1_000 }
                #expect(seen.elements == Array(0..<1_000))
            }
        }
    }

    @Test("an event of another shape is given up with what is wrong")
    func givesUpWhatCannotBeDecoded() async throws {
        try await withDatabase { database in
            try await withBus(database) { bus in
                let texts = Topic<String>(topic.name)
                let wrong = CloudEvent(
                    id: "wrong", type: "text", source: "/test", time: .epoch, partitionKey: "key", sequence: 1,
                    correlationID: "none", data: "no number")
                try await bus.publish([wrong], to: texts)
                try await bus.publish([event(2)], to: topic)
                let seen = try await collect(bus, as: "group")
                try await eventually(on: clock, "the event after it arrived") { seen.elements == [2] }
                let letters = try await bus.deadLetters(of: topic.name)
                #expect(letters.map(\.eventID) == ["wrong"])
                #expect(letters.first?.reason.contains("cannot be decoded") == true)
            }
        }
    }

    @Test("a subscription made before run() delivers once it runs, one made after shutDown() is refused")
    func subscribesBeforeRunning() async throws {
        try await withDatabase { database in
            let bus = SQLiteEventBus(database: database, clock: clock)
            let seen = try await collect(bus, as: "early")
            try await bus.publish([event(1)], to: topic)
            #expect(seen.elements.isEmpty, "delivered without run()")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await bus.run() }
                try await eventually(on: clock, "the event arrived") { seen.elements == [1] }
                bus.shutDown()
                try await group.waitForAll()
            }
            await #expect(throws: EventBusError(.unavailable, "the bus is shut down")) {
                _ = try await collect(bus, as: "late")
            }
            await #expect(throws: EventBusError.self) { try await bus.run() }
        }
    }

    @Test("shutDown() lets the handlers that run come to their end, cancellation interrupts them")
    func endsGracefully() async throws {
        for isGraceful in [true, false] {
            let outcomes = try await handlerOutcomes(isGraceful: isGraceful)
            #expect(outcomes == (isGraceful ? ["slept"] : ["cancelled"]))
        }
    }

    private func handlerOutcomes(isGraceful: Bool) async throws -> [String] {
        try await withDatabase { database in
            let bus = SQLiteEventBus(database: database, clock: clock)
            let steps = Recorder<String>()
            let begun = Recorder<Void>()
            let pause: Duration = isGraceful ? .milliseconds(100) : .seconds(3_600)
            _ = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "group")) { _ in
                begun.record(())
                steps.record((try? await clock.sleep(for: pause)) == nil ? "cancelled" : "slept")
                return .retry(reason: "again")
            }
            try await bus.publish([event(1)], to: topic)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await bus.run() }
                try await eventually(on: clock, "the handler began") { !begun.elements.isEmpty }
                if isGraceful { bus.shutDown() } else { group.cancelAll() }
                try await group.waitForAll()
            }
            #expect(try await bus.deadLetters(of: topic.name).isEmpty)
            return steps.elements
        }
    }

    @Test("a key with a NUL is refused and nothing is published")
    func refusesNUL() async throws {
        try await withDatabase { database in
            try await withBus(database) { bus in
                let error = await #expect(throws: EventBusError.self) {
                    try await bus.publish([event(1), event(2, key: "a\u{0}b")], to: topic)
                }
                #expect(error?.code == .invalid)
                try await bus.publish([event(3)], to: topic)
                let seen = try await collect(bus, as: "group")
                try await eventually(on: clock, "the good event arrived") { seen.elements.contains(3) }
                #expect(seen.elements == [3])
            }
        }
    }
}
