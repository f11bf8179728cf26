import DaprAdapters
import ServicePorts
import Testing

@Suite("Invocation over a sidecar")
struct InvocationTests {
    private let double = ServiceMethod<Int, Int>(service: "math", name: "a/double")

    private func failure(_ transport: ScriptedTransport) async -> InvocationError? {
        await #expect(throws: InvocationError.self) {
            _ = try await DaprServiceInvoker(transport: transport, callbacks: DaprCallbacks())
                .invoke(double, 21, timeout: .seconds(1))
        }
    }

    @Test("a call is sent once, without its length, so that no sidecar repeats it")
    func sends() async throws {
        let transport = ScriptedTransport(200, "42")
        let invoker = DaprServiceInvoker(transport: transport, callbacks: DaprCallbacks())
        #expect(try await invoker.invoke(double, 21, timeout: .seconds(1)) == 42)
        let request = try #require(transport.requests.first)
        #expect(request.path == "/v1.0/invoke/math/method/a%2Fdouble" && request.isUnsized && request.text == "21")
        _ = await failure(ScriptedTransport(500))
        #expect(transport.requests.count == 1)
    }

    @Test("refusals, timeouts and everything else are told apart")
    func failures() async {
        let refusal = ScriptedTransport(422, #"{"code":"odd","message":"even ones only"}"#)
        #expect(await failure(refusal) == .refused(ServiceFailure(code: "odd", message: "even ones only")))
        let slow = ScriptedTransport { _, _ throws(DaprTransportError) in throw .timeout(.seconds(1)) }
        #expect(await failure(slow) == .timeout(service: "math", method: "a/double"))
        let others = [
            ScriptedTransport { _, _ in .failure(500, "ERR_DIRECT_INVOKE", "no such app") },
            ScriptedTransport { _, _ throws(DaprTransportError) in throw .noAnswer("reset") },
            ScriptedTransport(422, "something else"), ScriptedTransport(404), ScriptedTransport(200, "no number"),
        ]
        for other in others {
            guard case .unavailable(let message) = await failure(other) else {
                Issue.record("not unavailable")
                continue
            }
            #expect(message.contains("'a/double' of application 'math'"), "\(message)")
            #expect(other.requests.count == 1)
        }
    }

    @Test("a served method answers, refuses with 422, and keeps the cause of other errors to itself")
    func serves() async throws {
        let callbacks = DaprCallbacks()
        let host = DaprServiceInvoker(transport: ScriptedTransport(204), callbacks: callbacks)
        struct Leak: Error {}
        try await host.serve(double) { number in
            if number < 0 { throw ServiceFailure(code: "odd", message: "no") }
            if number == 0 { throw Leak() }
            return number * 2
        }
        func call(_ body: String) async -> DaprResponse {
            await callbacks.respond(to: DaprRequest(.post, "/a%2Fdouble", body: Array(body.utf8)))
        }
        #expect(await call("21").text == "42")
        #expect(await call("-1") == .json(ServiceFailure(code: "odd", message: "no"), status: 422))
        #expect(await call("no number").status == 422)
        #expect(await call("0").status == 500)
        #expect(await !call("0").text.contains("Leak"))
    }
}
