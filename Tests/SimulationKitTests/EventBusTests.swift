import CivilTime
import ServicePorts
import SimulationKit
import Testing

@Suite("Simulated event bus")
struct EventBusTests {
    /// Publishes the events one by one, trying again after a failure.
    private static func publish(_ events: [CloudEvent<Step>], to bus: any EventBus) async throws {
        for event in events {
            while true {
                do {
                    try await bus.publish([event], to: steps)
                    break
                } catch let error as EventBusError where error.code != .invalid {
                    continue
                }
            }
        }
    }

    /// What each of two replicas of a group saw while 120 events of six keys were published under the faults.
    private static func seen(
        seed: UInt64, faults: FaultProfile, usesRealCodec: Bool = false,
        answer: @escaping @Sendable (Delivery<Step>) -> Acknowledgement = { _ in .success }
    ) throws -> (deliveries: [CloudEvent<Step>], settled: [CloudEvent<Step>], dead: [DeadLetter]) {
        try simulated(seed: seed, SimulationOptions(faults: faults, usesRealCodec: usesRealCodec)) { simulation in
            let bus = SimulatedEventBus(simulation)
            let (deliveries, settled) = (Box<[CloudEvent<Step>]>([]), Box<[CloudEvent<Step>]>([]))
            for number in 1...2 {
                simulation.addNode(named: "replica-\(number)") { environment in
                    let options = SubscriptionOptions(
                        group: "group",
                        retry: DeliveryRetryPolicy(maximumAttempts: 3, firstPause: .milliseconds(5)))
                    _ = try await bus.view(for: environment).subscribe(to: steps, as: options) { delivery in
                        deliveries.value.append(delivery.event)
                        try? await environment.clock.sleep(for: .milliseconds(1))
                        guard environment.isAlive else { return .retry(reason: "dead") }
                        let answer = answer(delivery)
                        if answer == .success { settled.value.append(delivery.event) }
                        return answer
                    }
                }
            }
            try await publish((0..<120).map { step($0 / 6, key: "key-\($0 % 6)") }, to: bus.outsideView)
            simulation.heal()
            try await simulation.settle("nothing is left to deliver", within: .seconds(600)) {
                simulation.isEveryNodeReady && bus.totalLag == 0
            }
            return (deliveries.value, settled.value, bus.deadLetters(onTopic: steps.name))
        }
    }

    private static func profile(_ change: (inout FaultProfile) -> Void) -> FaultProfile {
        var profile = FaultProfile.none
        change(&profile)
        return profile
    }

    /// First sights of each event of a key, in order.
    private static func firsts(_ events: [CloudEvent<Step>], key: String) -> [Int] {
        var known: Set<Int> = []
        return events.filter { $0.partitionKey == key }.map(\.data.number).filter { known.insert($0).inserted }
    }

    @Test("without faults each event is delivered once, in order within its key")
    func calm() throws {
        let seen = try EventBusTests.seen(seed: 1, faults: .none)
        #expect(seen.deliveries.count == 120)
        for key in 0..<6 { #expect(EventBusTests.firsts(seen.deliveries, key: "key-\(key)") == Array(0..<20)) }
    }

    @Test(
        "under any faults a key's events are all handled, first in publishing order",
        arguments: 1...40 as ClosedRange<UInt64>)
    func keepsOrder(seed: UInt64) throws {
        let seen = try EventBusTests.seen(seed: seed, faults: .swarm(seed), usesRealCodec: seed % 2 == 0)
        for key in 0..<6 { #expect(EventBusTests.firsts(seen.settled, key: "key-\(key)") == Array(0..<20)) }
        #expect(seen.dead.isEmpty)
    }

    @Test("a retried event is handled before later events of its key, and a hopeless one is given up")
    func retries() throws {
        let seen = try EventBusTests.seen(seed: 3, faults: .none) { delivery in
            switch delivery.event.data.number {
            case 5 where delivery.attempt < 3: .retry(reason: "not yet")
            case 7: .retry(reason: "never")
            case 9: .drop(reason: "poison")
            default: .success
            }
        }
        for key in 0..<6 {
            let settled = EventBusTests.firsts(seen.settled, key: "key-\(key)")
            #expect(settled == (0..<20).filter { $0 != 7 && $0 != 9 })
        }
        #expect(seen.dead.count == 12)
        #expect(seen.dead.filter { $0.reason == "never" }.allSatisfy { $0.attempts == 3 })
        #expect(seen.dead.filter { $0.reason == "poison" }.allSatisfy { $0.attempts == 1 })
    }

    @Test("a rewind replays a run of events in order, so a consumer sees duplicates")
    func rewinds() throws {
        let faults = EventBusTests.profile { $0.offsetRewindsPerMillion = 50_000 }
        let seen = try EventBusTests.seen(seed: 4, faults: faults)
        #expect(seen.deliveries.count > 120)
        for key in 0..<6 {
            let numbers = seen.deliveries.filter { $0.partitionKey == "key-\(key)" }.map(\.data.number)
            // Each step is the next event, or a step back; never a step over an event.
            var highest = -1
            for number in numbers {
                #expect(number <= highest + 1)
                highest = max(highest, number)
            }
            #expect(highest == 19)
        }
    }

    @Test("each family of delivery faults shows as repeats, and their absence as none")
    func repeats() throws {
        let families: [FaultProfile] = [
            EventBusTests.profile { $0.duplicateDeliveriesPerMillion = 100_000 },
            EventBusTests.profile { $0.duplicatePublishesPerMillion = 100_000 },
            EventBusTests.profile { $0.rebalancesPerMillion = 200_000 },
            EventBusTests.profile { $0.stuckHandlersPerMillion = 100_000 },
            EventBusTests.profile { $0.ambiguousPublishesPerMillion = 300_000 },
        ]
        for faults in families {
            let repeats = try (1...3).map { try EventBusTests.seen(seed: $0, faults: faults).deliveries.count - 120 }
            #expect(repeats.reduce(0, +) > 0, "\(faults.activeFamilies)")
            #expect(try EventBusTests.seen(seed: 1, faults: faults.healed).deliveries.count == 120)
        }
    }

    /// How often two replicas had one event in their handlers at the same time, and how often one replica had it twice.
    private static func overlaps(seed: UInt64, _ faults: FaultProfile) throws -> (across: Int, within: Int) {
        try simulated(seed: seed, SimulationOptions(faults: faults)) { simulation in
            let bus = SimulatedEventBus(simulation)
            let running = Box<[String: [String]]>([:])
            let (across, within) = (Box(0), Box(0))
            for number in 1...2 {
                let node = simulation.addNode(named: "replica-\(number)") { environment in
                    _ = try await bus.view(for: environment).subscribe(
                        to: steps, as: SubscriptionOptions(group: "group")
                    ) { delivery in
                        let others = running.value[delivery.event.id, default: []]
                        if others.contains(where: { $0 != environment.name }) { across.value += 1 }
                        if others.contains(environment.name) { within.value += 1 }
                        running.value[delivery.event.id, default: []].append(environment.name)
                        // Three hops that take no time: only a move at the very instant of the delivery comes between.
                        for _ in 0..<3 { await Task.yield() }
                        if let index = running.value[delivery.event.id]?.firstIndex(of: environment.name) {
                            running.value[delivery.event.id]?.remove(at: index)
                        }
                        return .success
                    }
                }
                try await node.waitUntilReady()
            }
            try await EventBusTests.publish((0..<60).map { step($0, key: "key-\($0 % 4)") }, to: bus.outsideView)
            try await simulation.settle("nothing is left", within: .seconds(60)) { bus.totalLag == 0 }
            return (across.value, within.value)
        }
    }

    @Test("a rebalance puts one event into the handlers of two replicas at one and the same instant")
    func overlaps() throws {
        let faults = EventBusTests.profile { $0.rebalancesPerMillion = 300_000 }
        let seen = try (1...5).map { try EventBusTests.overlaps(seed: $0, faults) }
        #expect(seen.allSatisfy { $0.across > 0 }, "\(seen)")
        // A partition may also move on and come back while the first handler is still at work.
        #expect(seen.allSatisfy { $0.across > $0.within }, "\(seen)")
        #expect(try EventBusTests.overlaps(seed: 1, .none) == (0, 0))
    }

    @Test("an ambiguous publish was taken at one time and not at another; an unavailable one never was")
    func ambiguity() throws {
        let faults = EventBusTests.profile {
            $0.publishFailuresPerMillion = 1_000_000
            $0.ambiguousPublishesPerMillion = 500_000
        }
        let outcomes = try simulated(seed: 5, SimulationOptions(faults: faults)) { simulation in
            let bus = SimulatedEventBus(simulation)
            var outcomes: Set<String> = []
            for number in 0..<60 {
                let before = bus.eventCount(onTopic: steps.name)
                do {
                    try await bus.outsideView.publish([step(number)], to: steps)
                    outcomes.insert("published")
                } catch let error as EventBusError {
                    outcomes.insert("\(error.code) \(bus.eventCount(onTopic: steps.name) - before)")
                }
            }
            return outcomes
        }
        #expect(outcomes == ["unavailable 0", "ambiguous 0", "ambiguous 1"])
    }

    @Test("an event whose handler's node crashes is delivered again to another replica")
    func redelivers() throws {
        try simulated(seed: 6) { simulation in
            let bus = SimulatedEventBus(simulation)
            let handlers = Box<[String]>([])
            var nodes: [SimulatedNode] = []
            for number in 1...2 {
                nodes.append(
                    simulation.addNode(named: "replica-\(number)") { environment in
                        _ = try await bus.view(for: environment).subscribe(
                            to: steps, as: SubscriptionOptions(group: "group")
                        ) { _ in
                            handlers.value.append(environment.name)
                            try? await environment.clock.sleep(for: .seconds(5))
                            return .success
                        }
                    })
            }
            for node in nodes { try await node.waitUntilReady() }
            try await bus.outsideView.publish([step(1)], to: steps)
            try await simulation.settle("a handler began", within: .seconds(10)) { handlers.value.count == 1 }
            nodes.first { handlers.value[0].hasPrefix($0.name) }?.crash()
            try await simulation.settle("the other handled it", within: .seconds(20)) { bus.totalLag == 0 }
            #expect(handlers.value.count == 2)
            #expect(handlers.value[0] != handlers.value[1])
        }
    }

    @Test("an event that cannot be decoded is given up with the reason")
    func undecodable() throws {
        struct Other: Codable, Sendable { var text: String }
        try simulated(seed: 7) { simulation in
            let bus = SimulatedEventBus(simulation)
            _ = try await bus.outsideView.subscribe(
                to: Topic<Other>(steps.name), as: SubscriptionOptions(group: "group")
            ) { _ in .success }
            try await bus.outsideView.publish([step(1)], to: steps)
            try await simulation.settle("it was given up", within: .seconds(10)) { bus.totalLag == 0 }
            let dead = try await bus.outsideView.deadLetters(of: steps.name)
            #expect(dead.count == 1)
            #expect(dead.first?.reason.contains("cannot be decoded") == true)
        }
    }
}
