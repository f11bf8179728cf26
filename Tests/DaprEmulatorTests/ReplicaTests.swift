import DaprEmulator
import SidecarRules
import Testing

@Suite("Emulator: replicas and consumer groups")
struct ReplicaTests {
    private static let plain = #"[{"pubsubname":"bus","topic":"plain","route":"/plain"}]"#

    /// Runs the body beside that many replicas of one application.
    private func withReplicas(
        _ count: Int, _ settings: EmulatorSettings = .forTests,
        _ body: (DaprEmulator, [TestApp], [SidecarEndpoint]) async throws -> Void
    ) async throws {
        let emulator = try DaprEmulator(settings)
        var apps: [TestApp] = []
        var sidecars: [SidecarEndpoint] = []
        for _ in 0..<count {
            let app = try await TestApp()
            app.subscribe(ReplicaTests.plain)
            apps.append(app)
            sidecars.append(try await emulator.addSidecar(SidecarDescription(appID: "core", appPort: app.port)))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for app in apps { group.addTask { await app.run() } }
            group.addTask { await emulator.run() }
            defer { group.cancelAll() }
            try await eventually("all are ready") { sidecars.allSatisfy(\.isReady) }
            try await body(emulator, apps, sidecars)
        }
    }

    private func publish(_ sidecar: SidecarEndpoint, _ count: Int) async throws {
        for number in 0..<count {
            let url = sidecar.baseURL + "/v1.0/publish/bus/plain?metadata.partitionKey=\(number)"
            _ = try await Stage.send(
                "POST", url, Array("\(number)".utf8), headers: ["content-type": "application/json"])
        }
    }

    @Test("replicas share a group: each event comes to one of them, and both get some")
    func share() async throws {
        try await withReplicas(2) { _, apps, sidecars in
            try await publish(sidecars[0], 40)
            try await eventually("all came") { apps.map { $0.received(at: "/plain").count }.reduce(0, +) >= 40 }
            let numbers = apps.flatMap { $0.received(at: "/plain").compactMap { $0.json?["data"]?.whole } }
            #expect(numbers.sorted() == Array(0..<40))
            #expect(apps.allSatisfy { !$0.received(at: "/plain").isEmpty })
        }
    }

    @Test("with a group of its own each replica gets every event")
    func ownGroups() async throws {
        var settings = EmulatorSettings.forTests
        settings.pubSubs[0].consumerGroup = "{appID}-{uuid}"
        try await withReplicas(2, settings) { _, apps, sidecars in
            try await publish(sidecars[0], 10)
            for app in apps {
                let numbers = await app.requests(10, at: "/plain").compactMap { $0.json?["data"]?.whole }
                #expect(numbers.sorted() == Array(0..<10))
            }
        }
    }

    @Test("a job's trigger comes to one replica, and over time each gets some")
    func balancesJobs() async throws {
        try await withReplicas(3) { emulator, apps, sidecars in
            for number in 0..<12 {
                let url = sidecars[0].baseURL + "/v1.0/jobs/j\(number)"
                _ = try await Stage.send("POST", url, Array(#"{"dueTime":"1ms"}"#.utf8))
            }
            try await eventually("all ran") { emulator.pendingJobs.isEmpty }
            let calls = apps.map { app in app.everything.filter { $0.path.hasPrefix("/job/") }.map(\.path) }
            #expect(Set(calls.flatMap { $0 }).count == 12 && calls.flatMap { $0 }.count == 12)
            #expect(calls.allSatisfy { !$0.isEmpty })
        }
    }

    @Test("when a replica is lost, what it had not committed comes to the other")
    func takesOver() async throws {
        var settings = EmulatorSettings.forTests
        settings.commitInterval = .seconds(3_600)
        try await withReplicas(2, settings) { emulator, apps, sidecars in
            try await publish(sidecars[0], 20)
            try await eventually("all came") { apps.map { $0.received(at: "/plain").count }.reduce(0, +) == 20 }
            let lost = apps[0].received(at: "/plain").compactMap { $0.json?["data"]?.whole }
            await sidecars[0].kill()
            let all = await apps[1].requests(20, at: "/plain").compactMap { $0.json?["data"]?.whole }
            #expect(Set(all) == Set(0..<20) && all.count == 20 && !lost.isEmpty)
            #expect(emulator.sidecars.count == 1)
        }
    }

    @Test("when a replica stops, nothing comes again, and the other goes on with its partitions")
    func handsOver() async throws {
        try await withReplicas(2) { emulator, apps, sidecars in
            try await publish(sidecars[0], 20)
            try await eventually("all is settled") {
                emulator.positions(of: "core", on: "plain").compactMap { $0 }.reduce(0, +) == 20
            }
            await sidecars[0].stop()
            try await publish(sidecars[1], 20)
            try await eventually("all came") { apps.map { $0.received(at: "/plain").count }.reduce(0, +) >= 40 }
            try await Task.sleep(for: .milliseconds(50))
            #expect(apps.map { $0.received(at: "/plain").count }.reduce(0, +) == 40)
        }
    }

    @Test("a group without a position begins at the newest event unless the component says otherwise")
    func beginsAtNewest() async throws {
        for beginsAtOldest in [true, false] {
            var settings = EmulatorSettings.forTests
            settings.pubSubs[0].beginsAtOldest = beginsAtOldest
            let emulator = try DaprEmulator(settings)
            emulator.inject(Array(#"{"id":"old","data":"old"}"#.utf8), on: "plain", key: "k")
            let app = try await TestApp()
            app.subscribe(ReplicaTests.plain)
            let sidecar = try await emulator.addSidecar(SidecarDescription(appID: "core", appPort: app.port))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await app.run() }
                group.addTask { await emulator.run() }
                defer { group.cancelAll() }
                try await eventually("it is ready") { sidecar.isReady }
                try await eventually("it has joined") { !emulator.positions(of: "core", on: "plain").isEmpty }
                emulator.inject(Array(#"{"id":"new","data":"new"}"#.utf8), on: "plain", key: "k")
                let expected = beginsAtOldest ? ["old", "new"] : ["new"]
                #expect(await app.requests(expected.count, at: "/plain").map { $0.json?["id"]?.text } == expected)
            }
        }
    }

    @Test("an inbound policy of four retries makes five deliveries before the dead letter")
    func inboundPolicy() async throws {
        var settings = EmulatorSettings.forTests
        settings.pubSubs[0].inbound = .constant(.milliseconds(5), maximumRetries: 4)
        let subscriptions = """
            [{"pubsubname":"bus","topic":"plain","route":"/plain","deadLetterTopic":"dead"},
             {"pubsubname":"bus","topic":"dead","route":"/dead"}]
            """
        try await withStage(settings, subscriptions: subscriptions) { stage in
            stage.app.answer("/plain") { _ in SidecarResponse(500) }
            _ = try await stage.publish("1", to: "plain")
            #expect(await stage.app.requests(1, at: "/dead").count == 1)
            #expect(stage.app.received(at: "/plain").count == 5)
        }
    }

    @Test("an exponential policy begins with about half a second")
    func exponentialPolicy() async throws {
        var settings = EmulatorSettings.forTests
        settings.pubSubs[0].inbound = .exponential(longest: .seconds(60), maximumRetries: 1)
        let subscriptions = #"[{"pubsubname":"bus","topic":"plain","route":"/plain","deadLetterTopic":"dead"}]"#
        try await withStage(settings, subscriptions: subscriptions) { stage in
            stage.app.answer("/plain") { _ in SidecarResponse(500) }
            _ = try await stage.publish("1", to: "plain")
            try await eventually("it is buried") { !stage.emulator.events(on: "dead").isEmpty }
            let deliveries = stage.app.received(at: "/plain")
            #expect(deliveries.count == 2 && deliveries[1].at - deliveries[0].at >= .milliseconds(250))
        }
    }

    @Test(
        "an event that is no JSON, or has a header that HTTP forbids, blocks its partition", arguments: [true, false])
    func poison(isHeader: Bool) async throws {
        try await withStage(subscriptions: ReplicaTests.plain) { stage in
            let bytes = Array((isHeader ? #"{"id":"1"}"# : "no JSON").utf8)
            stage.emulator.inject(bytes, on: "plain", key: "k", headers: isHeader ? ["x": "a\nb"] : [:])
            _ = try await stage.publish("2", to: "plain", query: "?metadata.partitionKey=k")
            try await Task.sleep(for: .milliseconds(200))
            #expect(stage.app.received(at: "/plain").isEmpty)
        }
    }
}
