import CivilTime
import DaprAdapters
import ServicePorts
import Testing

@Suite("Starting beside a sidecar")
struct StartupTests {
    private let clock = SteppedClock()

    private func problem(_ metadata: String, _ needs: [DaprNeed]) async -> String? {
        do {
            try await DaprSidecar(transport: ScriptedTransport(200, metadata), clock: clock).require(needs)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("it waits until outgoing requests are served, whatever comes before")
    func waits() async throws {
        let transport = ScriptedTransport { _, number throws(DaprTransportError) in
            if number == 1 { throw .notSent("refused") }
            return number < 5 ? .failure(500, "ERR_OUTBOUND_HEALTH_NOT_READY") : DaprResponse(204)
        }
        try await DaprSidecar(transport: transport, clock: clock).waitUntilReady()
        #expect(transport.requests.map(\.path) == Array(repeating: "/v1.0/healthz/outbound", count: 5))
    }

    @Test("it gives up with the last cause")
    func givesUp() async {
        let transport = ScriptedTransport { _, _ throws(DaprTransportError) in throw .notSent("connection refused") }
        let error = await #expect(throws: DaprStartupError.self) {
            try await DaprSidecar(transport: transport, clock: clock).waitUntilReady(patience: .seconds(3))
        }
        #expect(error?.description.contains("connection refused") == true)
    }

    @Test("what is missing is told in one line")
    func needs() async {
        let metadata = """
            {"id":"shop","runtimeVersion":"1.18.3","components":[
             {"name":"bus","type":"pubsub.kafka","version":"v1"},
             {"name":"state","type":"state.postgresql","version":"v2","capabilities":["ETAG","TRANSACTIONAL"]},
             {"name":"plain","type":"state.memcached","capabilities":["TTL"]}],
             "scheduler":{"connected_addresses":["a:1"]}}
            """
        #expect(await problem(metadata, [.init(.pubSub, "bus"), .init(.state, "state")]) == nil)
        #expect(await problem(metadata, [.init(.secrets, "kubernetes")]) == nil)
        let line = await problem(
            metadata, [.init(.pubSub, "buss"), .init(.state, "bus"), .init(.state, "plain"), .init(.secrets, "vault")])
        for part in [
            "'shop' (Dapr 1.18.3)", "no pubsub component 'buss'", "'bus' (pubsub.kafka)", "scopes",
            "component 'bus' is of type pubsub.kafka", "'plain' (state.memcached) lacks ETAG and TRANSACTIONAL",
            "no secretstores component 'vault'",
        ] {
            #expect(line?.contains(part) == true, "\(part) in \(line ?? "nothing")")
        }
        #expect(line?.contains("\n") == false)
    }

    @Test("a wrong token is told as such, and a sidecar without components has none")
    func tokens() async {
        let refused = DaprSidecar(transport: ScriptedTransport(401, "invalid api token"), clock: clock)
        let error = await #expect(throws: DaprStartupError.self) { try await refused.require([]) }
        #expect(error?.description.contains("DAPR_API_TOKEN") == true)
        #expect(await problem(#"{"id":"shop"}"#, [.init(.pubSub, "bus")])?.contains("it has none") == true)
    }

    @Test("the scheduler's addresses are read in either spelling")
    func schedulers() async throws {
        for name in ["connected_addresses", "connectedAddresses"] {
            let body = #"{"id":"shop","scheduler":{"\#(name)":["a:1"]}}"#
            let metadata = try await DaprSidecar(transport: ScriptedTransport(200, body), clock: clock).metadata()
            #expect(metadata.scheduler?.addresses == ["a:1"])
        }
    }
}
