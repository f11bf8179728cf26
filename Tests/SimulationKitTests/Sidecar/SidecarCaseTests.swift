import DaprAdapters
import ServicePorts
import SidecarCases
import SidecarRules
import SimulationKit
import Testing

@Suite("Simulated sidecar: the cases that hold for every sidecar")
struct SidecarCaseTests {
    @Test("in the simulator", arguments: SidecarCase.all)
    func holds(_ sidecarCase: SidecarCase) throws {
        try simulated { simulation in
            var settings = SidecarSettings(
                appID: "core", component: { $0 == "bus" ? .init(consumerGroup: "core") : nil })
            settings.stateStores = ["state"]
            settings.secrets = SidecarSecrets(stores: ["secrets": .file(["jwt": "s"])])
            let ports = SidecarPorts(simulation.outside, settings: settings, backends: SidecarBackends(simulation))
            try await ports.sidecar.appListens()
            let failures = try await sidecarCase.failures(tag: "1") { try await ports.sidecar.handle($0) }
            #expect(failures == [])
        }
    }

    @Test("deliveries in the simulator", arguments: SidecarDeliveryCase.all)
    func brings(_ deliveryCase: SidecarDeliveryCase) throws {
        try simulated { simulation in
            let backends = SidecarBackends(simulation)
            let settings = SidecarSettings(
                appID: "core", component: { _ in SidecarPubSub(consumerGroup: "core", start: .earliest) })
            let ports = SidecarPorts(simulation.outside, settings: settings, backends: backends)
            let seen = Box<[Int]>([])
            let subscription = DaprSubscription(
                component: "bus", topic: steps.name, path: "/steps",
                deadLetterTopic: deliveryCase.hasDeadLetters ? "dead" : nil)
            try ports.app.subscribe(subscription) { request in
                let number = (try? steps.decode(request.body).data.number) ?? -1
                let earlier = seen.value.count { $0 == number }
                seen.value.append(number)
                let isScripted = number == 1 && earlier < deliveryCase.answers.count
                return isScripted ? deliveryCase.answers[earlier] : SidecarResponse(204)
            }
            try await ports.sidecar.appListens()
            try await ports.bus.publish([step(1), step(2)], to: steps)
            try await simulation.clock.sleep(for: .seconds(60))
            #expect(seen.value == Array(repeating: 1, count: deliveryCase.deliveries) + [2])
            let buried = backends.bus.deadLetters(onTopic: steps.name).map(\.eventID)
            #expect(buried == (deliveryCase.isBuried ? ["key-1"] : []))
        }
    }

    @Test("jobs in the simulator", arguments: SidecarJobCase.all)
    func triggers(_ jobCase: SidecarJobCase) throws {
        try simulated { simulation in
            let settings = SidecarSettings(appID: "core", component: { _ in nil })
            let ports = SidecarPorts(simulation.outside, settings: settings, backends: SidecarBackends(simulation))
            let callbacks = Box(0)
            ports.app.callbacks.serveJobs(prefixed: "j") { _, _ in
                callbacks.value += 1
                return jobCase.status(ofCallback: callbacks.value - 1)
            }
            try await ports.sidecar.appListens()
            let scheduled = try await ports.sidecar.handle(
                SidecarRequest(.post, "/v1.0/jobs/j", body: Array(jobCase.body.utf8)))
            #expect(scheduled.status == 204)
            try await simulation.clock.sleep(for: .seconds(100))
            #expect(callbacks.value == jobCase.callbacks)
            #expect(try await ports.sidecar.handle(SidecarRequest(.get, "/v1.0/jobs/j")).status == 500)
        }
    }
}
