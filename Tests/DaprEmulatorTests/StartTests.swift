import DaprEmulator
import SidecarRules
import Testing

@Suite("Emulator: start, health and end")
struct StartTests {
    private static let plain = #"[{"pubsubname":"bus","topic":"plain","route":"/plain"}]"#

    @Test("outgoing requests are carried out before the application listens; health follows only then")
    func outboundFirst() async throws {
        let emulator = try DaprEmulator(.forTests)
        let free = try await TestApp()
        let port = free.port
        await free.discard()
        let sidecar = try await emulator.addSidecar(SidecarDescription(appID: "core", appPort: port))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await emulator.run() }
            defer { group.cancelAll() }
            let url = sidecar.baseURL + "/v1.0/healthz"
            try await eventually("outbound is ready") { try await Stage.send("GET", url + "/outbound").status == 204 }
            #expect(try await Stage.send("GET", url).status == 500)
            #expect(try await Stage.send("GET", sidecar.baseURL + "/v1.0/state/state/k").status == 204)
            let app = try await TestApp(port: port)
            group.addTask { await app.run() }
            try await eventually("all is ready") { try await Stage.send("GET", url).status == 204 }
        }
    }

    @Test("an application is asked once, after it listens and its health is well")
    func asksOnce() async throws {
        try await withStage(subscriptions: StartTests.plain, waitsUntilReady: false) { description in
            description.healthCheck = .forTests
        } _: { stage in
            stage.app.answer("/healthz") { _ in SidecarResponse(500) }
            _ = await stage.app.requests(stage.app.received(at: "/healthz").count + 2, at: "/healthz")
            let early = stage.app.received(at: "/dapr/subscribe").count
            stage.app.answer("/healthz") { _ in SidecarResponse(200) }
            try await eventually("the sidecar is ready") { stage.sidecar.isReady }
            #expect(early <= 1 && stage.app.received(at: "/dapr/subscribe").count == 1)
            #expect(stage.app.received(at: "/dapr/config").count == 1)
            #expect(stage.app.received(at: "/healthz").allSatisfy { $0.headers["dapr-api-token"] == nil })
            _ = try await stage.publish("1", to: "plain")
            _ = await stage.app.requests(1, at: "/plain")
            #expect(stage.app.received(at: "/dapr/subscribe").count == 1)
        }
    }

    @Test("any answer but 200 means no subscriptions, and is not asked again", arguments: [404, 500])
    func noSubscriptions(status: Int) async throws {
        try await withStage(waitsUntilReady: false) { stage in
            stage.app.answer("/dapr/subscribe") { _ in SidecarResponse(status) }
            try await eventually("the sidecar is ready") { stage.sidecar.isReady }
            #expect(stage.sidecar.subscriptions.isEmpty && stage.app.received(at: "/dapr/subscribe").count == 1)
        }
    }

    @Test("requests at the start can be turned off")
    func disabled() async throws {
        try await withStage(subscriptions: StartTests.plain) { description in
            description.disabledInitEndpoints = ["subscribe", "config"]
        } _: { stage in
            #expect(stage.app.everything.isEmpty && stage.sidecar.subscriptions.isEmpty)
        }
    }

    @Test("what the application asks for wins over what is declared for the same topic")
    func declared() async throws {
        try await withStage(subscriptions: StartTests.plain) { description in
            description.declaredSubscriptions = [
                SidecarSubscription(component: "bus", topic: "plain", path: "/declared"),
                SidecarSubscription(component: "bus", topic: "other", path: "/declared"),
            ]
        } _: { stage in
            _ = try await stage.publish("1", to: "plain")
            _ = try await stage.publish("2", to: "other")
            #expect(await stage.app.requests(1, at: "/declared").map { $0.json?["data"]?.whole } == [2])
            #expect(await stage.app.requests(1, at: "/plain").map { $0.json?["data"]?.whole } == [1])
        }
    }

    @Test("while the application is unhealthy nothing is brought, and a job waits without counting as failed")
    func unhealthy() async throws {
        try await withStage(subscriptions: StartTests.plain) { description in
            description.healthCheck = .forTests
        } _: { stage in
            stage.app.answer("/healthz") { _ in SidecarResponse(500) }
            try await eventually("calls end") {
                try await stage.outcome("GET", "/v1.0/invoke/core/method/x") == "500 ERR_DIRECT_INVOKE"
            }
            _ = try await stage.publish("1", to: "plain")
            _ = try await stage.send("POST", "/v1.0/jobs/j", #"{"dueTime":"1ms","failurePolicy":{"drop":{}}}"#)
            try await Task.sleep(for: .milliseconds(200))
            #expect(stage.app.received(at: "/plain").isEmpty && stage.app.received(at: "/job/j").isEmpty)
            stage.app.answer("/healthz") { _ in SidecarResponse(200) }
            #expect(await stage.app.requests(1, at: "/plain").count == 1)
            #expect(await stage.app.requests(1, at: "/job/j").count == 1)
        }
    }

    @Test("a sidecar that stops lets what is in hand finish, and brings it to nobody again")
    func finishesInFlight() async throws {
        try await withStage(subscriptions: StartTests.plain) { stage in
            let released = Released()
            stage.app.answer("/plain") { _ in
                await released.wait()
                return SidecarResponse(200)
            }
            _ = try await stage.publish("1", to: "plain", query: "?metadata.partitionKey=k")
            _ = try await stage.publish("2", to: "plain", query: "?metadata.partitionKey=k")
            _ = await stage.app.requests(1, at: "/plain")
            async let stopped: Void = stage.sidecar.stop()
            try await Task.sleep(for: .milliseconds(100))
            released.release()
            await stopped
            let positions = stage.emulator.positions(of: "core", on: "plain").compactMap { $0 }
            #expect(positions == [1] && stage.app.received(at: "/plain").count == 1)
        }
    }

    @Test("the application ends its sidecar, and tells something of itself")
    func shutdownAndMetadata() async throws {
        try await withStage(subscriptions: StartTests.plain) { stage in
            let put = try await stage.outcome("PUT", "/v1.0/metadata/mine", "own text")
            #expect(put == "204")
            let metadata = try #require(try await stage.send("GET", "/v1.0/metadata").json)
            #expect(metadata["extended"]?["mine"] == .string("own text") && metadata["id"] == .string("core"))
            #expect(metadata["subscriptions"]?.elements?.first?["topic"] == .string("plain"))
            #expect(metadata["scheduler"]?["connected_addresses"]?.elements?.isEmpty == false)
            // Its connections end with it, so that on a busy machine the answer may be lost.
            let answer = try? await stage.outcome("POST", "/v1.0/shutdown")
            #expect(answer == nil || answer == "204")
            try await eventually("the sidecar has ended") { stage.emulator.sidecars.isEmpty }
        }
    }
}

extension SidecarDescription.HealthCheck {
    /// Asks often and loses patience soon.
    static var forTests: SidecarDescription.HealthCheck {
        var check = SidecarDescription.HealthCheck()
        check.interval = .milliseconds(20)
        check.threshold = 2
        return check
    }
}
