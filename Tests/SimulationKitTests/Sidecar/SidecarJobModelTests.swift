import CivilTime
import DaprAdapters
import ServicePorts
import SidecarRules
import SimulationKit
import Testing

@Suite("Simulated sidecar: jobs and invocation")
struct SidecarJobModelTests {
    private static func pod(
        _ backends: SidecarBackends, _ environment: NodeEnvironment, appID: String = "app"
    ) -> SidecarPorts {
        SidecarPorts(environment, settings: SidecarSettings(appID: appID, component: { _ in nil }), backends: backends)
    }

    private static func schedule(_ pod: SidecarPorts, _ name: String, _ body: String) async throws -> Int {
        try await pod.sidecar.handle(SidecarRequest(.post, "/v1.0/jobs/\(name)", body: Array(body.utf8))).status
    }

    /// Attempts of a job whose callback answers that status, and whether the scheduler still has it.
    private func outcome(_ status: Int, _ body: String) throws -> (attempts: [Duration], isLeft: Bool) {
        try simulated { simulation in
            let backends = SidecarBackends(simulation)
            let pod = SidecarJobModelTests.pod(backends, simulation.outside)
            let attempts = Box<[Duration]>([])
            let due = simulation.now + .seconds(1)
            pod.app.callbacks.serveJobs(prefixed: "j") { _, _ in
                attempts.value.append(.seconds(simulation.now.duration(since: due).wholeMilliseconds / 1_000))
                return status
            }
            try await pod.sidecar.appListens()
            #expect(try await SidecarJobModelTests.schedule(pod, "j", body) == 204)
            try await simulation.clock.sleep(for: .seconds(100))
            let isLeft = try await pod.sidecar.handle(SidecarRequest(.get, "/v1.0/jobs/j")).status == 200
            return (attempts.value, isLeft)
        }
    }

    @Test("a one-shot job that fails is tried four times, a second apart, and then lost")
    func losesTheRun() throws {
        let standard = try outcome(500, "{\"dueTime\":\"1s\"}")
        #expect(standard.attempts == [.zero, .seconds(1), .seconds(2), .seconds(3)] && !standard.isLeft)
    }

    @Test("without a number of retries it is tried for ever")
    func triesForEver() throws {
        let endless = try outcome(500, "{\"dueTime\":\"1s\",\"failurePolicy\":{\"constant\":{\"interval\":\"2s\"}}}")
        #expect(endless.attempts.count >= 49 && endless.isLeft)
    }

    @Test("repeats end a periodic job, failed runs counted; a time to live ends one too")
    func ends() throws {
        let repeated = try outcome(200, "{\"schedule\":\"@every 2s\",\"dueTime\":\"1s\",\"repeats\":3}")
        #expect(repeated.attempts.count == 3 && !repeated.isLeft)
        let living = try outcome(200, "{\"schedule\":\"@every 2s\",\"dueTime\":\"1s\",\"ttl\":\"5s\"}")
        #expect(living.attempts.count == 3 && !living.isLeft)
    }

    @Test(
        "a name that exists is 409 and stays as it was, unless overwritten; missing ones are 500 to read, 204 to delete"
    )
    func names() throws {
        try simulated { simulation in
            let backends = SidecarBackends(simulation)
            let pod = SidecarJobModelTests.pod(backends, simulation.outside)
            #expect(try await SidecarJobModelTests.schedule(pod, "j", "{\"dueTime\":\"1h\",\"data\":1}") == 204)
            #expect(try await SidecarJobModelTests.schedule(pod, "j", "{\"dueTime\":\"2h\",\"data\":2}") == 409)
            let kept = try await pod.sidecar.handle(SidecarRequest(.get, "/v1.0/jobs/j"))
            #expect(SidecarJSON(kept.body)?["data"]?["value"] == .number("1"))
            let overwriting = "{\"dueTime\":\"2h\",\"data\":2,\"overwrite\":true}"
            #expect(try await SidecarJobModelTests.schedule(pod, "j", overwriting) == 204)
            let replaced = try await pod.sidecar.handle(SidecarRequest(.get, "/v1.0/jobs/j"))
            #expect(SidecarJSON(replaced.body)?["data"]?["value"] == .number("2"))
            for path in ["/v1.0/jobs/j", "/v1.0/jobs/j", "/v1.0/jobs/never"] {
                #expect(try await pod.sidecar.handle(SidecarRequest(.delete, path)).status == 204)
            }
            #expect(try await pod.sidecar.handle(SidecarRequest(.get, "/v1.0/jobs/j")).status == 500)
            #expect(try await pod.sidecar.handle(SidecarRequest(.put, "/v1.0/jobs/j")).status == 404)
        }
    }

    @Test("jobs of one application never come to another, and wait while their own has no sidecar")
    func staging() throws {
        try simulated { simulation in
            let backends = SidecarBackends(simulation)
            let strangers = Box(0)
            let stranger = SidecarJobModelTests.pod(backends, simulation.outside, appID: "stranger")
            stranger.app.callbacks.serveJobs(prefixed: "") { _, _ in
                strangers.value += 1
                return 204
            }
            try await stranger.sidecar.appListens()
            let scheduling = SidecarJobModelTests.pod(backends, simulation.outside)
            #expect(try await SidecarJobModelTests.schedule(scheduling, "j%2B1", "{\"dueTime\":\"1s\"}") == 204)
            try await simulation.clock.sleep(for: .seconds(3_600))
            let seen = Box<[String]>([])
            let pod = SidecarJobModelTests.pod(backends, simulation.outside)
            pod.app.callbacks.serveJobs(prefixed: "j") { name, body in
                seen.value.append("\(name) \(body.count)")
                return 204
            }
            try await pod.sidecar.appListens()
            try await simulation.clock.sleep(for: .seconds(10))
            #expect(seen.value == ["j+1 0"])
            #expect(strangers.value == 0)
        }
    }

    @Test("an unreachable scheduler is 504; runs missed meanwhile come in a burst")
    func outage() throws {
        try simulated { simulation in
            let backends = SidecarBackends(simulation)
            let pod = SidecarJobModelTests.pod(backends, simulation.outside)
            let runs = Box(0)
            pod.app.callbacks.serveJobs(prefixed: "j") { _, _ in
                runs.value += 1
                return 204
            }
            try await pod.sidecar.appListens()
            #expect(try await SidecarJobModelTests.schedule(pod, "j", "{\"schedule\":\"@every 1s\"}") == 204)
            let cut = simulation.cut(Outage(part: .scheduler))
            #expect(try await SidecarJobModelTests.schedule(pod, "k", "{\"dueTime\":\"1s\"}") == 504)
            try await simulation.clock.sleep(for: .seconds(60))
            #expect(runs.value == 0)
            simulation.mend(cut)
            try await simulation.clock.sleep(for: .seconds(3))
            #expect(runs.value >= 60)
        }
    }

    @Test("an invocation passes the called application's status on; an unreachable one is a 500 of the sidecar's own")
    func invocations() throws {
        try simulated { simulation in
            let backends = SidecarBackends(simulation)
            let caller = SidecarJobModelTests.pod(backends, simulation.outside, appID: "caller")
            let callee = SidecarJobModelTests.pod(backends, simulation.outside, appID: "callee")
            callee.app.serve("/teapot") { request in
                SidecarResponse(
                    418, headers: ["x-caller": request.headers["dapr-caller-app-id"] ?? ""], body: request.body)
            }
            try await callee.sidecar.appListens()
            func invoke(_ path: String) async throws -> SidecarResponse {
                try await caller.sidecar.handle(SidecarRequest(.post, "/v1.0/invoke/\(path)", body: [7]))
            }
            let passed = try await invoke("callee/method/teapot")
            #expect(passed == SidecarResponse(418, headers: ["x-caller": "caller"], body: [7]))
            #expect(try await invoke("callee/method/none").status == 404)
            let unreachable = try await invoke("nobody/method/teapot")
            #expect(unreachable.status == 500)
            #expect(SidecarJSON(unreachable.body)?["errorCode"] == .string("ERR_DIRECT_INVOKE"))
            #expect(try await caller.sidecar.handle(SidecarRequest(.get, "/v1.0/nonsense")).status == 404)
        }
    }

    @Test("outgoing requests are served before the application listens, all is well only afterwards")
    func health() throws {
        try simulated { simulation in
            let pod = SidecarJobModelTests.pod(SidecarBackends(simulation), simulation.outside)
            func status(_ path: String) async throws -> Int {
                try await pod.sidecar.handle(SidecarRequest(.get, path)).status
            }
            #expect(try await status("/v1.0/healthz/outbound") == 204)
            #expect(try await status("/v1.0/healthz") == 500)
            try await pod.sidecar.appListens()
            #expect(try await status("/v1.0/healthz") == 204)
        }
    }
}
