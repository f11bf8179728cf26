import CivilTime
import EmbeddedAdapters
import PortContracts
import ServicePorts
import Testing

@Suite("What is left of the embedded adapters", .timeLimit(.minutes(1)))
struct ReleaseTests {
    /// Held by a handler, and so by whatever holds that.
    private final class Token: Sendable {
        /// A handler often holds what it was given to.
        func note(_ owner: AnyObject) {}
    }

    private let clock: SystemClock = SystemClock()
    private let topic: Topic<Int> = Topic("numbers")

    private func subscribe(_ bus: SQLiteEventBus, _ token: Token) async throws -> any EventSubscription {
        let seen = Recorder<Int>()
        let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "group")) { delivery in
            token.note(bus)
            seen.record(delivery.event.data)
            return .success
        }
        let event = CloudEvent(
            id: "event", type: "number", source: "/test", time: .epoch, partitionKey: "key", sequence: 1,
            correlationID: "none", data: 1)
        try await bus.publish([event], to: topic)
        try await eventually(on: clock, "the event arrived") { seen.elements == [1] }
        return subscription
    }

    @Test("a subscription that is cancelled lets go of its handler, also while the bus goes on")
    func cancelledSubscription() async throws {
        try await withDatabase { database in
            try await withBus(database) { bus in
                weak var held: Token?
                do {
                    let token = Token()
                    held = token
                    await (try subscribe(bus, token)).cancel()
                }
                try await eventually(on: clock, "the handler is freed") { held == nil }
            }
        }
    }

    @Test("a bus and a scheduler that were shut down are freed, and a database that was closed after them")
    func everything() async throws {
        weak var database: EmbeddedDatabase?
        weak var bus: SQLiteEventBus?
        weak var scheduler: SQLiteJobScheduler?
        weak var held: Token?
        do {
            let token = Token()
            held = token
            try await withDatabase { opened in
                database = opened
                try await withBus(opened) { running in
                    bus = running
                    _ = try await subscribe(running, token)
                }
                try await withScheduler(opened) { running in
                    scheduler = running
                    let seen = Recorder<String>()
                    try await running.handleTriggers(ofJobsPrefixed: "") { trigger in
                        token.note(running)
                        seen.record(trigger.name)
                        return .success
                    }
                    try await running.schedule(Job(name: "job", dueAt: clock.now(), payload: []))
                    try await eventually(on: clock, "the job ran") { seen.elements == ["job"] }
                }
                try opened.close()
            }
        }
        try await eventually(on: clock, "all of them are freed") {
            database == nil && bus == nil && scheduler == nil && held == nil
        }
    }
}
