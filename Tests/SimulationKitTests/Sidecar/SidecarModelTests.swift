import CivilTime
import DaprAdapters
import ServicePorts
import SidecarRules
import SimulationKit
import Testing

/// The wired model: what the rules decide really happens at the simulated broker, scheduler and network.
@Suite("Simulated sidecar")
struct SidecarModelTests {
    /// A pod with one application and its sidecar, outside all nodes.
    private static func pod(
        _ simulation: Simulation, _ backends: SidecarBackends, inbound: SidecarRetryPolicy? = nil,
        component: (@Sendable (String) -> SidecarPubSub?)? = nil, at environment: NodeEnvironment? = nil
    ) -> SidecarPorts {
        var settings = SidecarSettings(
            appID: "app",
            component: component ?? { _ in SidecarPubSub(consumerGroup: "app", start: .earliest, inbound: inbound) })
        settings.stateStores = ["state"]
        return SidecarPorts(environment ?? simulation.outside, settings: settings, backends: backends)
    }

    private static func publish(_ numbers: [Int], by pod: SidecarPorts) async throws {
        try await pod.bus.publish(numbers.map { step($0) }, to: steps)
    }

    /// Subscribes raw answers to the topic of steps, and starts the sidecar.
    private static func answer(
        _ pod: SidecarPorts, deadLetterTopic: String? = nil,
        _ answer: @escaping @Sendable (Int) -> SidecarResponse
    ) async throws {
        let subscription = DaprSubscription(
            component: "bus", topic: steps.name, path: "/steps", deadLetterTopic: deadLetterTopic)
        try pod.app.subscribe(subscription) { request in
            answer((try? steps.decode(request.body).data.number) ?? -1)
        }
        try await pod.sidecar.appListens()
    }

    @Test("with a dead-letter topic and no inbound policy one failure is enough")
    func buriesTheFirstFailure() throws {
        try simulated { simulation in
            let backends = SidecarBackends(simulation)
            let pod = SidecarModelTests.pod(simulation, backends)
            let seen = Box<[Int]>([])
            try await SidecarModelTests.answer(pod, deadLetterTopic: "steps.dead-letter") { number in
                seen.value.append(number)
                return SidecarResponse(number == 1 ? 503 : 204)
            }
            try await SidecarModelTests.publish([1, 2], by: pod)
            try await simulation.clock.sleep(for: .seconds(60))
            #expect(seen.value == [1, 2])
            #expect(backends.bus.deadLetters(onTopic: "steps").map(\.eventID) == ["key-1"])
        }
    }

    @Test("without a dead-letter topic a failing event blocks its partition, tried every five seconds")
    func blocksThePartition() throws {
        try simulated { simulation in
            let backends = SidecarBackends(simulation)
            let pod = SidecarModelTests.pod(simulation, backends)
            let seen = Box<[Int]>([])
            try await SidecarModelTests.answer(pod) { number in
                seen.value.append(number)
                return SidecarResponse(200, body: Array("{\"status\":\"success\"}".utf8))
            }
            try await SidecarModelTests.publish([1, 2], by: pod)
            try await simulation.clock.sleep(for: .seconds(103))
            #expect(seen.value == Array(repeating: 1, count: 21))
            #expect(backends.bus.deadLetters(onTopic: "steps").isEmpty)
            #expect(backends.bus.lag(ofGroup: "app", onTopic: "steps") == 2)
        }
    }

    @Test("an inbound policy retries first; what outlives it is a dead letter")
    func retriesThenBuries() throws {
        try simulated { simulation in
            let backends = SidecarBackends(simulation)
            let policy = SidecarRetryPolicy.constant(.seconds(1), maximumRetries: 4)
            let pod = SidecarModelTests.pod(simulation, backends, inbound: policy)
            let seen = Box<[Int]>([])
            try await SidecarModelTests.answer(pod, deadLetterTopic: "steps.dead-letter") { number in
                seen.value.append(number)
                return SidecarResponse(number == 1 || seen.value.count < 3 ? 500 : 204)
            }
            try await SidecarModelTests.publish([1, 2], by: pod)
            try await simulation.clock.sleep(for: .seconds(60))
            #expect(seen.value == [1, 1, 1, 1, 1, 2])
            #expect(backends.bus.deadLetters(onTopic: "steps").map(\.attempts) == [5])
        }
    }

    @Test("404 acknowledges without another delivery, and without a dead letter where there is no such topic")
    func dropsOn404() throws {
        try simulated { simulation in
            let backends = SidecarBackends(simulation)
            let pod = SidecarModelTests.pod(simulation, backends)
            let count = Box(0)
            try await SidecarModelTests.answer(pod) { _ in
                count.value += 1
                return SidecarResponse(404)
            }
            try await SidecarModelTests.publish([1, 2], by: pod)
            try await simulation.clock.sleep(for: .seconds(60))
            #expect(count.value == 2)
            #expect(backends.bus.totalLag == 0)
            #expect(backends.bus.deadLetters(onTopic: "steps").isEmpty)
        }
    }

    @Test("subscriptions are asked for once: a later one is refused instead of waiting for events in vain")
    func asksOnce() throws {
        try simulated { simulation in
            let backends = SidecarBackends(simulation)
            let pod = SidecarModelTests.pod(simulation, backends, component: SidecarPubSub.perGroup(inbound: nil))
            try await pod.sidecar.appListens()
            let error = await #expect(throws: EventBusError.self) {
                _ = try await pod.bus.subscribe(to: steps, as: SubscriptionOptions(group: "late")) { _ in .success }
            }
            #expect(error?.message.contains("asks only once") == true)
        }
    }

    @Test("a new group begins at the newest event unless its component says oldest")
    func beginsAtTheNewest() throws {
        for start in [nil, SubscriptionOptions.Start.earliest] {
            try simulated { simulation in
                let backends = SidecarBackends(simulation)
                let component =
                    start.map { SidecarPubSub(consumerGroup: "app", start: $0) } ?? SidecarPubSub(consumerGroup: "app")
                let pod = SidecarModelTests.pod(simulation, backends, component: { _ in component })
                try await SidecarModelTests.publish([1], by: pod)
                let seen = Box<[Int]>([])
                try await SidecarModelTests.answer(pod) { number in
                    seen.value.append(number)
                    return .noContent
                }
                try await SidecarModelTests.publish([2], by: pod)
                try await simulation.clock.sleep(for: .seconds(10))
                #expect(seen.value == (start == nil ? [2] : [1, 2]))
            }
        }
    }

    @Test("after a crash what was handled in the last second comes again, and nothing older")
    func replaysTheLastSecond() throws {
        try simulated { simulation in
            let backends = SidecarBackends(simulation)
            let seen = Box<[Int]>([])
            let node = simulation.addNode(named: "consumer") { environment in
                let pod = SidecarModelTests.pod(simulation, backends, at: environment)
                try await SidecarModelTests.answer(pod) { number in
                    seen.value.append(number)
                    return .noContent
                }
            }
            try await node.waitUntilReady()
            let publisher = SidecarModelTests.pod(simulation, backends)
            try await simulation.clock.sleep(for: .milliseconds(100))
            try await SidecarModelTests.publish([1], by: publisher)
            try await simulation.clock.sleep(for: .milliseconds(2_200))
            try await SidecarModelTests.publish([2, 3], by: publisher)
            try await simulation.clock.sleep(for: .milliseconds(200))
            #expect(seen.value == [1, 2, 3])
            node.restart(after: .milliseconds(10))
            try await simulation.clock.sleep(for: .seconds(30))
            #expect(seen.value == [1, 2, 3, 2, 3])
        }
    }

    @Test("publishing through a sidecar keeps the event's id and every attribute, and adds an empty trace")
    func keepsTheEnvelope() throws {
        try simulated { simulation in
            let backends = SidecarBackends(simulation)
            let pod = SidecarModelTests.pod(simulation, backends)
            try await SidecarModelTests.publish([1], by: pod)
            var stored = step(1)
            stored.traceParent = ""
            #expect(try backends.bus.events(on: steps) == [stored])
        }
    }

    @Test("a failed publish is a 500 whether or not the broker has the event")
    func ambiguousPublish() throws {
        var profile = FaultProfile.none
        profile.publishFailuresPerMillion = 500_000
        profile.ambiguousPublishesPerMillion = 1_000_000
        let outcomes = try simulated(seed: 3, SimulationOptions(faults: profile)) { simulation in
            let backends = SidecarBackends(simulation)
            let pod = SidecarModelTests.pod(simulation, backends)
            var outcomes: Set<String> = []
            for _ in 0..<30 {
                let before = backends.bus.eventCount(onTopic: "steps")
                let request = SidecarRequest(.post, "/v1.0/publish/bus/steps", body: [1])
                let status = try await pod.sidecar.handle(request).status
                outcomes.insert("\(status) \(backends.bus.eventCount(onTopic: "steps") - before)")
            }
            return outcomes
        }
        #expect(outcomes == ["500 0", "500 1"])
    }
}
