import ServicePorts
import SimulationKit
import SimulationTesting
import Testing

@testable import OrderCounter

/// Two replicas beside simulated sidecars, with the adapters that ship, under faults.
@Suite struct OrderCounterTests {
    @Test(arguments: Seeds(1...100))
    func everyOrderCountsOnce(seed: Seed) throws {
        try simulate(seed) { world in
            let simulation = world.simulation
            let shop = try await Shop.open(in: simulation)
            let orders = (1...30).map { Order(id: "o\($0)", customer: "c\($0 % 3)", cents: $0) }
            for order in orders {
                simulation.spawn(named: order.id) { try await shop.place(order) }
                try await simulation.clock.sleep(for: .milliseconds(200))
            }
            try await simulation.clock.sleep(for: .seconds(120))
            try await world.eventually("every order is counted") {
                try await shop.tally(of: "").orders >= orders.count
            }
            let all = try await shop.tally(of: "")
            let customers = [
                try await shop.tally(of: "c0"), try await shop.tally(of: "c1"), try await shop.tally(of: "c2"),
            ]
            #expect(all.orders == 30 && all.cents == 465)
            #expect(customers.map(\.orders) == [10, 10, 10])
            try await world.eventually("the tally is published") { shop.tallies() > 0 }
        }
    }
}

/// The service's replicas, and somebody outside who places orders and asks.
private struct Shop {
    let backends: SidecarBackends
    let outside: SidecarPorts
    let simulation: Simulation

    static func settings(_ appID: String) -> SidecarSettings {
        let forEver = SidecarPubSub.perGroup(inbound: .constant(.seconds(5), maximumRetries: nil))
        var settings = SidecarSettings(appID: appID, component: forEver)
        settings.stateStores = ["state"]
        return settings
    }

    static func counter(_ ports: SidecarPorts, _ clock: any WallClock) -> OrderCounter {
        OrderCounter(bus: ports.bus, state: ports.state, jobs: ports.scheduler, clock: clock)
    }

    static func open(in simulation: Simulation) async throws -> Shop {
        let backends = SidecarBackends(simulation)
        for replica in 1...2 {
            simulation.addNode(named: "order-counter-\(replica)") { environment in
                let ports = SidecarPorts(environment, settings: settings("order-counter"), backends: backends)
                let counter = counter(ports, environment.clock)
                try await counter.register(with: ports.invoker)
                try await ports.sidecar.appListens()
                while true {
                    do { return try await counter.schedule() } catch is JobSchedulerError {
                        try await environment.clock.sleep(for: .seconds(1))
                    }
                }
            }
        }
        // The store's keys belong to an application, so who looks at them has the same id.
        let outside = SidecarPorts(simulation.outside, settings: settings("order-counter"), backends: backends)
        return Shop(backends: backends, outside: outside, simulation: simulation)
    }

    func place(_ order: Order) async throws {
        while true {
            do { return try await Shop.counter(outside, simulation.clock).place(order) } catch is EventBusError {
                try await simulation.clock.sleep(for: .seconds(1))
            }
        }
    }

    func tally(of customer: String) async throws -> Tally {
        while true {
            do { return try await Shop.counter(outside, simulation.clock).tally(of: customer) } catch is StateStoreError
            {
                try await simulation.clock.sleep(for: .seconds(1))
            }
        }
    }

    func tallies() -> Int { backends.bus.eventCount(onTopic: Tally.topic.name) }
}
