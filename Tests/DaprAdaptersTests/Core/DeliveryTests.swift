import DaprAdapters
import ServicePorts
import Synchronization
import Testing

@Suite("Deliveries from a sidecar")
struct DeliveryTests {
    private let callbacks = DaprCallbacks()
    private let clock = SteppedClock()
    private let path = "/events/orders/shop"

    /// Subscribes a handler and gives the subscription.
    @discardableResult
    private func subscribe(
        attempts: Int = 80, bulk: DaprSubscription.Bulk? = nil,
        onGivenUp: @escaping @Sendable (DeadLetter) -> Void = { _ in },
        _ handler: @escaping @Sendable (Delivery<Order>) async -> Acknowledgement
    ) async throws -> any EventSubscription {
        var settings = DaprBusSettings()
        settings.bulkDelivery = bulk
        settings.onGivenUp = onGivenUp
        let bus = DaprEventBus(
            transport: ScriptedTransport(204), callbacks: callbacks, clock: clock, settings: settings)
        let policy = DeliveryRetryPolicy(
            maximumAttempts: attempts, firstPause: .milliseconds(5), longestPause: .milliseconds(5))
        return try await bus.subscribe(
            to: orders, as: SubscriptionOptions(group: "shop", retry: policy), handler: handler)
    }

    private func deliver(_ body: [UInt8], headers: [String: String] = [:]) async -> DaprResponse {
        let base = ["content-type": "application/cloudevents+json"].merging(headers) { $1 }
        return await callbacks.respond(to: DaprRequest(.post, path, headers: base, body: body))
    }

    private func deliver(_ event: CloudEvent<Order>) async throws -> String {
        await deliver(try orders.encode(event)).text
    }

    @Test("a subscription is told with its own component, path and dead-letter topic")
    func entry() async throws {
        try await subscribe(bulk: .init(maximumCount: 7, longestWait: .milliseconds(9))) { _ in .success }
        let answer = await callbacks.respond(to: DaprRequest(.get, "/dapr/subscribe"))
        #expect(answer.status == 200)
        #expect(
            answer.text == #"[{"bulkSubscribe":{"enabled":true,"maxAwaitDurationMs":9,"maxMessagesCount":7},"#
                + #""deadLetterTopic":"orders.dead-letter","pubsubname":"bus.shop","route":"/events/orders/shop","#
                + #""topic":"orders"}]"#)
    }

    @Test("answers are the sidecar's words; attempts are counted until success")
    func words() async throws {
        let attempts = Mutex<[Int]>([])
        try await subscribe { delivery in
            attempts.withLock { $0.append(delivery.attempt) }
            return delivery.attempt < 3 ? .retry(reason: "busy") : .success
        }
        #expect(try await deliver(order(1)) == #"{"reason":"busy","status":"RETRY"}"#)
        #expect(try await deliver(order(1)) == #"{"reason":"busy","status":"RETRY"}"#)
        #expect(try await deliver(order(1)) == #"{"status":"SUCCESS"}"#)
        #expect(try await deliver(order(1)) == #"{"reason":"busy","status":"RETRY"}"#)
        #expect(attempts.withLock { $0 } == [1, 2, 3, 1])
    }

    @Test("an event is given up after its attempts and the time that its pauses would take, and at once when dropped")
    func givesUp() async throws {
        let letters = Letters()
        try await subscribe(attempts: 3, onGivenUp: letters.add) { delivery in
            delivery.event.data.number == 2 ? .drop(reason: "never") : .retry(reason: "attempt \(delivery.attempt)")
        }
        #expect(try await deliver(order(2)).contains("DROP"))
        for _ in 0..<4 { #expect(try await deliver(order(1)).contains("RETRY")) }
        try await clock.sleep(for: .milliseconds(10))
        #expect(try await deliver(order(1)).contains("DROP"))
        #expect(letters.all.map(\.reason) == ["never", "attempt 5"])
        #expect(letters.all.map(\.attempts) == [1, 5])
        #expect(letters.all.allSatisfy { $0.topic == "orders" && $0.group == "shop" && $0.partitionKey == "customer" })
    }

    @Test("what cannot be decoded is dropped with its id and the cause")
    func undecodable() async throws {
        let letters = Letters()
        try await subscribe(onGivenUp: letters.add) { _ in .success }
        #expect(await deliver(Array(#"{"id":"odd","specversion":"1.0"}"#.utf8)).text.contains("DROP"))
        #expect(await deliver([0xFF]).text.contains("DROP"))
        #expect(letters.all.map(\.eventID) == ["odd", ""])
    }

    @Test("empty and all-zero trace contexts count as none; a real one reaches requests that the handler makes")
    func traces() async throws {
        let seen = Mutex<[String?]>([])
        try await subscribe { delivery in
            seen.withLock { $0 += [delivery.event.traceParent, DaprTraceContext.current?.traceParent] }
            return .success
        }
        let zero = "00-00000000000000000000000000000000-0000000000000000-00"
        let real = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        for trace in ["", zero, real] {
            var event = order(1)
            event.traceParent = trace
            _ = await deliver(try orders.encode(event), headers: ["traceparent": trace])
        }
        #expect(seen.withLock { $0 } == [nil, nil, nil, nil, real, real])
    }

    @Test("after cancel deliveries stay unhandled")
    func cancels() async throws {
        let subscription = try await subscribe { _ in .success }
        await subscription.cancel()
        #expect(await deliver(try orders.encode(order(1))).status == 503)
        await subscription.cancel()
    }

    @Test("two subscriptions to one topic of one component are refused, and any after the sidecar has asked")
    func refusals() async throws {
        try await subscribe { _ in .success }
        let twice = await #expect(throws: EventBusError.self) { try await subscribe { _ in .success } }
        #expect(twice?.code == .invalid && twice?.message.contains("'bus.shop'") == true)
        _ = await callbacks.respond(to: DaprRequest(.get, "/dapr/subscribe"))
        let bus = DaprEventBus(transport: ScriptedTransport(204), callbacks: callbacks, clock: clock)
        let late = await #expect(throws: EventBusError.self) {
            _ = try await bus.subscribe(to: orders, as: SubscriptionOptions(group: "late")) { _ in .success }
        }
        #expect(late?.code == .unavailable)
    }
}

/// Collects dead letters.
final class Letters: Sendable {
    private let letters: Mutex<[DeadLetter]> = Mutex([])

    var all: [DeadLetter] { letters.withLock { $0 } }

    func add(_ letter: DeadLetter) {
        letters.withLock { $0.append(letter) }
    }
}
