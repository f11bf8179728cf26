import CivilTime
import DaprAdapters
import DaprEmulator
import DaprHTTP
import PortContracts
import ServicePorts
import Synchronization
import Testing

/// What happens when the sidecar, or what stands behind it, fails.
@Suite("Failures over HTTP")
struct FaultTests {
    private func numbers(_ world: PodWorld) throws -> [Int64] {
        try world.emulator.events(on: "orders").map { try orders.decode($0.bytes).data.number }
    }

    @Test("a refused publish is tried again; one that was stored nonetheless comes twice under one id")
    func publishes() async throws {
        try await PodWorld.run { world in
            let bus = try await world.pod("publisher", listens: false).ports.bus
            world.emulator.faults.strikePublishes(.refused)
            try await bus.publish([order(1)], to: orders)
            #expect(try numbers(world) == [1])
            world.emulator.faults.strikePublishes(.storedThenRefused)
            try await bus.publish([order(2)], to: orders)
            #expect(try numbers(world) == [1, 2, 2])
            world.emulator.faults.strikePublishes(.refused, count: 3)
            let error = await #expect(throws: EventBusError.self) { try await bus.publish([order(3)], to: orders) }
            #expect(error?.code == .ambiguous)
        }
    }

    @Test("entries that a bulk publish refuses go again before later events of their key")
    func bulkPublishes() async throws {
        try await PodWorld.run { world in
            let bus = try await world.pod("publisher", listens: false).ports.bus
            world.emulator.faults.strikePublishes(.refused, count: 2)
            let events = (0..<12).map { order(Int64($0), key: "key-\($0 % 3)") }
            try await bus.publish(events, to: orders)
            let stored = try numbers(world)
            #expect(stored.count == 12)
            for key in 0..<3 {
                let ofKey = stored.filter { $0 % 3 == key }
                #expect(ofKey == ofKey.sorted(), "key-\(key) was stored as \(ofKey)")
            }
        }
    }

    @Test("numbers beyond 2^53 arrive as they were published, alone or among others")
    func wideNumbers() async throws {
        try await PodWorld.run { world in
            let bus = try await world.pod("publisher", listens: false).ports.bus
            let wide: Int64 = 9_007_199_254_740_993
            try await bus.publish([order(1, key: "a"), order(wide, key: "b"), order(2, key: "c")], to: orders)
            #expect(try Set(numbers(world)) == [1, 2, wide])
        }
    }

    @Test("an outage of the store is never a conflict, and a write whose answer is lost is ambiguous")
    func state() async throws {
        try await PodWorld.run { world in
            let store = try await world.pod("app", listens: false).ports.stateStore(DaprStateSettings(store: "state"))
            try await store.apply(.set("k", [1]))
            let etag = try #require(try await store.get("k")?.etag)
            func code(_ writes: StateWrite...) async -> StateStoreError.Code? {
                await #expect(throws: StateStoreError.self) { try await store.transact(writes) }?.code
            }
            let write = StateWrite.set("k", [2], if: .ifMatch(etag: etag))
            let insert = StateWrite.set("new", [2], if: .ifAbsent)
            world.emulator.faults.isStateDown = true
            #expect(await code(write) == .ambiguous)
            #expect(await code(insert) == .ambiguous)
            #expect(await code(write, insert) == .ambiguous)
            let down = await #expect(throws: StateStoreError.self) { try await store.get("k") }
            #expect(down?.code == .unavailable)
            world.emulator.faults.isStateDown = false
            world.emulator.faults.strikeWrites(.committedThenRefused)
            #expect(await code(write) == .ambiguous)
            #expect(try await store.get("k")?.value == [2])
            #expect(await code(write) == .conflict)
        }
    }

    @Test("a scheduler that is away is ambiguous, and its jobs run when it is back")
    func scheduler() async throws {
        var settings = EmulatorSettings.forAdapters
        settings.schedulerPatience = .milliseconds(100)
        try await PodWorld.run(settings) { world in
            let pod = try await world.pod("app")
            let seen = Recorder<String>()
            try await pod.ports.scheduler.handleTriggers(ofJobsPrefixed: "") { trigger in
                seen.record(trigger.name)
                return .success
            }
            try await world.start(pod)
            let job = Job(name: "Later", dueAt: SystemClock().now() + .seconds(3), payload: [])
            try await pod.ports.scheduler.schedule(job)
            world.emulator.isSchedulerDown = true
            let error = await #expect(throws: JobSchedulerError.self) { try await pod.ports.scheduler.schedule(job) }
            #expect(error?.code == .ambiguous && error?.message.contains("504") == true)
            try await SystemClock().sleep(for: .milliseconds(3_200))
            #expect(seen.elements.isEmpty)
            world.emulator.isSchedulerDown = false
            try await eventually(on: SystemClock(), "the overdue job ran") { seen.elements == ["Later"] }
        }
    }

    @Test("both sides refuse a call without the right token, and say so")
    func tokens() async throws {
        try await PodWorld.run { world in
            let pod = try await world.pod("app", callbacks: DaprCallbackSettings(token: "ours")) { description, _ in
                description.apiToken = "theirs"
                description.appAPIToken = "ours"
            }
            let seen = Recorder<Int64>()
            _ = try await pod.ports.bus.subscribe(to: orders, as: SubscriptionOptions(group: "app")) { delivery in
                seen.record(delivery.event.data.number)
                return .success
            }
            try await world.start(pod)
            try await pod.ports.bus.publish([order(1)], to: orders)
            try await eventually(on: SystemClock(), "the event arrived") { seen.elements == [1] }

            let sidecar = try #require(pod.sidecarURL)
            let stranger = HTTPDaprTransport(DaprEndpoint(url: sidecar, apiToken: "wrong"))
            let error = await #expect(throws: DaprStartupError.self) {
                try await DaprSidecar(transport: stranger, clock: SystemClock()).require([])
            }
            #expect(error?.description.contains("DAPR_API_TOKEN") == true)
            try await stranger.shutdown()

            let port = try #require(pod.appPort)
            let app = HTTPDaprTransport(DaprEndpoint(url: "http://127.0.0.1:\(port)"))
            let path = "/events/orders/app"
            let delivery = try await app.send(DaprRequest(.post, path), timeout: .seconds(5))
            let probe = try await app.send(DaprRequest(.get, "/healthz"), timeout: .seconds(5))
            let own = try await app.send(DaprRequest(.get, "/own"), timeout: .seconds(5))
            #expect(delivery.status == 401 && probe.status == 204 && own.text == "own")
            try await app.shutdown()
        }
    }

    @Test("a handler that does not answer in time is a timeout, and is called once")
    func stalls() async throws {
        try await PodWorld.run { world in
            let callee = try await world.pod("callee")
            let calls = Recorder<Int>()
            let stall = ServiceMethod<Int, Int>(service: "callee", name: "stall")
            try await callee.ports.invoker.serve(stall) { number in
                calls.record(number)
                try await SystemClock().sleep(for: .seconds(10))
                return number
            }
            try await world.start(callee)
            let caller = try await world.pod("caller", listens: false)
            await #expect(throws: InvocationError.timeout(service: "callee", method: "stall")) {
                _ = try await caller.ports.invoker.invoke(stall, 1, timeout: .seconds(1))
            }
            #expect(calls.elements == [1])
        }
    }
}
