import DaprAdapters
import DaprHTTP
import HTTPTypes
import Hummingbird
import Logging
import PortContracts
import ServiceLifecycle
import ServicePorts
import Testing

@Suite("The transport over HTTP")
struct TransportTests {
    /// Runs the body against a server with that route for everything.
    private func withServer(
        _ answer: @escaping @Sendable (Request) async throws -> Response,
        _ body: (HTTPDaprTransport) async throws -> Void
    ) async throws {
        let router = Router()
        for method in [HTTPRequest.Method.get, .post, .delete] {
            router.on("**", method: method) { request, _ in try await answer(request) }
        }
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "server")
        logger.logLevel = .critical
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { opened.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: application)], gracefulShutdownSignals: [], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let port = await iterator.next() ?? 0
            let transport = HTTPDaprTransport(DaprEndpoint(url: "http://127.0.0.1:\(port)", apiToken: "token"))
            try await body(transport)
            await group.triggerGracefulShutdown()
            try await transport.shutdown()
            try await tasks.waitForAll()
        }
    }

    private func failure(_ transport: HTTPDaprTransport, timeout: Duration = .seconds(5)) async -> DaprTransportError? {
        do throws(DaprTransportError) {
            _ = try await transport.send(DaprRequest(.get, "/x"), timeout: timeout)
            return nil
        } catch {
            return error
        }
    }

    @Test("it sends method, target, headers, token and body as they are, with their length unless told otherwise")
    func sends() async throws {
        try await withServer { request in
            let body = try await request.body.collect(upTo: 1 << 20)
            let sent = [
                request.method.rawValue, request.uri.string, request.headers[.contentType] ?? "",
                request.headers[HTTPField.Name("dapr-api-token")!] ?? "",
                request.headers[.contentLength] ?? "no length",
                String(buffer: body),
            ]
            return Response(
                status: .accepted, headers: [.eTag: "7"], body: .init(byteBuffer: ByteBuffer(string: "\(sent)")))
        } _: { transport in
            var request = DaprRequest(
                .post, "/a%2Fb", query: ["x": "1 2"], headers: ["content-type": "text/plain"], body: Array("hi".utf8))
            let answer = try await transport.send(request, timeout: .seconds(5))
            #expect(answer.text == #"["POST", "/a%2Fb?x=1%202", "text/plain", "token", "2", "hi"]"#)
            #expect(answer.status == 202 && answer.headers["etag"] == "7")
            request.isUnsized = true
            let unsized = try await transport.send(request, timeout: .seconds(5))
            #expect(unsized.text == #"["POST", "/a%2Fb?x=1%202", "text/plain", "token", "no length", "hi"]"#)
        }
    }

    @Test("a redirect is an answer")
    func redirects() async throws {
        try await withServer { _ in
            Response.redirect(to: "/elsewhere")
        } _: { transport in
            let answer = try await transport.send(DaprRequest(.get, "/x"), timeout: .seconds(5))
            #expect(answer.status == 303)
        }
    }

    @Test("the callback's trace goes on")
    func traces() async throws {
        let name = HTTPField.Name("traceparent")!
        try await withServer { request in
            Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: "\(request.headers[values: name])")))
        } _: { transport in
            let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            let callbacks = DaprCallbacks()
            // The handler holds the invoker, which holds the callbacks.
            defer { callbacks.removeAll() }
            let seen = Recorder<String>()
            let invoker = DaprServiceInvoker(transport: transport, callbacks: callbacks)
            callbacks.serve("/call") { _ in
                let method = ServiceMethod<Int, [String]>(service: "a", name: "b")
                let headers = try? await invoker.invoke(method, 1, timeout: .seconds(5))
                for header in headers ?? [] { seen.record(header) }
                return DaprResponse(204)
            }
            _ = await callbacks.respond(to: DaprRequest(.post, "/call", headers: ["traceparent": trace]))
            #expect(seen.elements == [trace])
            let request = DaprRequest(.get, "/x", headers: ["traceparent": trace])
            let answer = try await transport.send(request, timeout: .seconds(5))
            #expect(answer.text == "[\"\(trace)\"]")
        }
    }

    @Test("an answer that stalls in its body is a timeout too")
    func stalledBody() async throws {
        try await withServer { _ in
            let body = ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "half"))
                try await SystemClock().sleep(for: .seconds(1))
                try await writer.finish(nil)
            }
            return Response(status: .ok, body: body)
        } _: { transport in
            guard case .timeout(.milliseconds(200)) = await failure(transport, timeout: .milliseconds(200)) else {
                Issue.record("expected a timeout")
                return
            }
        }
    }

    @Test("no answer in time is a timeout; nobody there was never sent; a cancelled caller is interrupted")
    func failures() async throws {
        try await withServer { _ in
            try await SystemClock().sleep(for: .seconds(1))
            return Response(status: .ok)
        } _: { transport in
            guard case .timeout = await failure(transport, timeout: .milliseconds(100)) else {
                Issue.record("expected a timeout")
                return
            }
            let cancelled = await withTaskGroup(of: DaprTransportError?.self) { group in
                group.addTask { await failure(transport) }
                group.cancelAll()
                return await group.next() ?? nil
            }
            guard case .interrupted(is CancellationError) = cancelled else {
                Issue.record("expected an interruption, got \(String(describing: cancelled))")
                return
            }
        }
        let nobody = HTTPDaprTransport(DaprEndpoint(url: "http://127.0.0.1:1"))
        guard case .notSent = await failure(nobody) else {
            Issue.record("expected that nothing was sent")
            return
        }
        try await nobody.shutdown()
        guard case .notSent = await failure(nobody) else {
            Issue.record("expected that a transport that was shut down sends nothing")
            return
        }
    }
}

@Suite("Where the sidecar is")
struct EndpointTests {
    @Test("comes from the environment")
    func environment() throws {
        #expect(try DaprEndpoint(environment: [:]).url == "http://127.0.0.1:3500")
        #expect(try DaprEndpoint(environment: ["DAPR_HTTP_PORT": "3600"]).url == "http://127.0.0.1:3600")
        let full = try DaprEndpoint(environment: [
            "DAPR_HTTP_ENDPOINT": "https://sidecar:443/", "DAPR_HTTP_PORT": "3600", "DAPR_API_TOKEN": "a",
            "APP_API_TOKEN": "b",
        ])
        #expect(full == DaprEndpoint(url: "https://sidecar:443", apiToken: "a", appToken: "b"))
        #expect(try DaprEndpoint(environment: ["DAPR_API_TOKEN": ""]).apiToken == nil)
    }

    @Test("refuses what names no sidecar, with the name of the setting", arguments: ["0", "x", "70000", "-1"])
    func refusals(port: String) {
        let error = #expect(throws: DaprEndpointError.self) { try DaprEndpoint(environment: ["DAPR_HTTP_PORT": port]) }
        #expect(error?.description.contains("DAPR_HTTP_PORT") == true)
        #expect(throws: DaprEndpointError.self) { try DaprEndpoint(environment: ["DAPR_HTTP_ENDPOINT": "localhost:1"]) }
    }
}
