internal import CivilTime
public import ServicePorts

/// Counts orders, each once however often it is delivered, and tells each minute how many there are.
///
/// It knows the ports only; what stands behind them is decided elsewhere.
public struct OrderCounter: Sendable {
    private let bus: any EventBus
    private let state: any StateStore
    private let jobs: any JobScheduler
    private let clock: any WallClock
    /// How long an order is remembered, so that a late repetition does not count.
    private static let memory: Duration = .seconds(7 * 86_400)

    /// A counter over those ports.
    public init(bus: any EventBus, state: any StateStore, jobs: any JobScheduler, clock: any WallClock) {
        self.bus = bus
        self.state = state
        self.jobs = jobs
        self.clock = clock
    }

    /// Registers with the ports; call it before the application listens.
    public func register(with host: any ServiceHost) async throws {
        _ = try await bus.subscribe(to: Order.topic, as: SubscriptionOptions(group: "order-counter")) { delivery in
            do {
                try await count(delivery.event.data)
                return .success
            } catch {
                return .retry(reason: "\(error)")
            }
        }
        try await jobs.handleTriggers(ofJobsPrefixed: "order-tally") { trigger in
            do {
                try await publishTally(at: trigger.dueAt)
                return .success
            } catch {
                return .retry(reason: "\(error)")
            }
        }
        try await host.serve(Tally.method) { customer in try await tally(of: customer) }
    }

    /// Has the tally published at each full minute; the same name replaces the job of an earlier start.
    public func schedule() async throws {
        let minute: Int64 = 60_000
        let next = Timestamp(millisecondsSinceEpoch: (clock.now().millisecondsSinceEpoch / minute + 1) * minute)
        try await jobs.schedule(Job(name: "order-tally", dueAt: next, period: .seconds(60), payload: []))
    }

    /// Publishes an order.
    public func place(_ order: Order) async throws {
        let now = clock.now()
        let event = CloudEvent(
            id: order.id, type: "com.example.order.placed.v1", source: "/order-counter", time: now,
            partitionKey: order.customer, sequence: now.millisecondsSinceEpoch, correlationID: order.id, data: order)
        try await bus.publish([event], to: Order.topic)
    }

    /// The tally of a customer; that of everybody for an empty name.
    public func tally(of customer: String) async throws -> Tally {
        try await read("tally/\(customer)").tally
    }

    /// The order's own key and both tallies change together or not at all; whoever comes second reads again.
    private func count(_ order: Order) async throws {
        while true {
            if try await state.get("order/\(order.id)") != nil { return }
            var writes: [StateWrite] = [
                .set("order/\(order.id)", [], if: .ifAbsent, timeToLive: OrderCounter.memory)
            ]
            for key in ["tally/\(order.customer)", "tally/"] {
                var (tally, condition) = try await read(key)
                tally.orders += 1
                tally.cents += order.cents
                writes.append(.set(key, try JSONCodec.encode(tally), if: condition))
            }
            do {
                return try await state.transact(writes)
            } catch let error as StateStoreError where error.code == .conflict {
                continue
            }
        }
    }

    private func read(_ key: String) async throws -> (tally: Tally, condition: StateWrite.Condition) {
        guard let entry = try await state.get(key) else { return (Tally(), .ifAbsent) }
        return (try JSONCodec.decode(Tally.self, from: entry.value), .ifMatch(etag: entry.etag))
    }

    /// The same minute gives the same event id, so that a repeated trigger tells nobody anything new.
    private func publishTally(at instant: Timestamp) async throws {
        let id = "tally-\(instant)"
        let event = CloudEvent(
            id: id, type: "com.example.order.tallied.v1", source: "/order-counter", time: instant,
            partitionKey: "tally", sequence: instant.millisecondsSinceEpoch, correlationID: id,
            data: try await tally(of: ""))
        try await bus.publish([event], to: Tally.topic)
    }
}
