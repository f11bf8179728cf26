internal import NIOCore
internal import NIOPosix
internal import PostgresAdapters
internal import PostgresClient
internal import ServicePorts
internal import TodoServices

/// Relays that empty a full outbox, each with a store of its own as in a process of its own.
struct RelayTurn {
    private let settings: PostgresSettings
    private let relays: Int
    private let events: Int

    init(_ settings: PostgresSettings, relays: Int, events: Int) {
        self.settings = settings
        self.relays = relays
        self.events = events
    }

    /// Relays everything to the bus, or to nobody; the time until the last event is taken.
    ///
    /// Throws when a user's events came out of order, twice or not at all.
    func drain(into bus: (any EventBus)?) async throws -> Duration {
        let counting = CountingBus(expected: events, before: bus)
        let pools = (0..<relays).map { _ in PostgresPool(settings, logger: silent) }
        let stores = pools.map { PostgresTaskStore(pool: $0, logger: silent) }
        let took = try await withThrowingTaskGroup(of: Void.self) { group in
            for store in stores { group.addTask { await store.run() } }
            try await waitForLeader(among: stores)
            let began = ContinuousClock.now
            for store in stores {
                let lane = MultiThreadedEventLoopGroup.singleton.next().executor
                let relay = OutboxRelay(
                    lane: lane, store: store, bus: counting, clock: SystemClock(), batchSize: FullOutbox.batchSize,
                    logger: silent)
                group.addTask { try await relay.run() }
            }
            await counting.allTaken()
            let took = ContinuousClock.now - began
            group.cancelAll()
            return took
        }
        for pool in pools { await pool.shutDown() }
        try counting.requireOrder()
        return took
    }

    /// Which of them hands the outbox out is decided before the clock runs.
    private func waitForLeader(among stores: [PostgresTaskStore]) async throws {
        while true {
            for store in stores where try await !store.unpublished(limit: 1).entries.isEmpty { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
