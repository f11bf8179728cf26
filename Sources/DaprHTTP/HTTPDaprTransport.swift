internal import AsyncHTTPClient
public import DaprAdapters
internal import NIOCore
internal import NIOHTTP1
public import NIOPosix

/// Requests to the sidecar over HTTP/1.1 connections that are kept open.
///
/// Shut it down before it goes away. It repeats nothing, follows no redirect, and passes the trace of the running
/// callback on; with a bootstrapped tracer it adds a span of its own.
public struct HTTPDaprTransport: DaprTransport {
    /// Limits of the connections.
    public struct Limits: Sendable {
        /// Most requests at once; further ones wait for a connection within their own timeout.
        public var connections: Int = 64
        /// How long one attempt to connect may take.
        public var connectTimeout: Duration = .seconds(2)
        /// How long an idle connection is kept, less than a sidecar keeps it.
        public var idleTimeout: Duration = .seconds(30)
        /// Longest body of an answer in bytes.
        public var responseBytes: Int = 16 << 20

        /// The defaults.
        public init() {}
    }

    private let client: HTTPClient
    private let endpoint: DaprEndpoint
    private let limits: Limits

    /// A transport to that sidecar on that event loop group.
    public init(_ endpoint: DaprEndpoint, limits: Limits = .init(), group: MultiThreadedEventLoopGroup = .singleton) {
        var configuration = HTTPClient.Configuration()
        configuration.httpVersion = .http1Only
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = TimeAmount(limits.connectTimeout)
        configuration.connectionPool.idleTimeout = TimeAmount(limits.idleTimeout)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = limits.connections
        // A sidecar that is not there is told at once: whether to try again the caller knows better.
        configuration.connectionPool.retryConnectionEstablishment = false
        // The client's own tracing would add a second trace context to the one that requests carry already.
        configuration.tracing.tracer = nil
        client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
        self.endpoint = endpoint
        self.limits = limits
    }

    /// Closes the connections; requests under way fail.
    public func shutdown() async throws {
        try await client.shutdown()
    }

    /// The sidecar's answer, whatever its status; throws `DaprTransportError` when there is none.
    public func send(
        _ request: DaprRequest, timeout: Duration
    ) async throws(DaprTransportError) -> DaprResponse {
        try await RequestTracing.traced(request) { request throws(DaprTransportError) in
            try await sendOnce(request, timeout)
        }
    }

    private func sendOnce(
        _ request: DaprRequest, _ timeout: Duration
    ) async throws(DaprTransportError) -> DaprResponse {
        do {
            let deadline = ContinuousClock.now + timeout
            let response = try await client.execute(httpRequest(request), timeout: TimeAmount(timeout))
            let body = try await collect(response.body, before: deadline)
            var answer = DaprResponse(Int(response.status.code), body: Array(body.readableBytesView))
            for (name, value) in response.headers { answer.headers[name.lowercased()] = value }
            return answer
        } catch {
            throw DaprTransportError(error, from: endpoint.url, timeout: timeout)
        }
    }

    /// The client's own timeout ends with the head of the answer; a body that stalls would hold the caller for ever.
    private func collect(
        _ body: HTTPClientResponse.Body, before deadline: ContinuousClock.Instant
    ) async throws -> ByteBuffer {
        try await withThrowingTaskGroup(of: ByteBuffer?.self) { [limits] group in
            group.addTask { try await body.collect(upTo: limits.responseBytes) }
            group.addTask {
                try await Task.sleep(until: deadline)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let collected = first else {
                throw HTTPClientError.deadlineExceeded
            }
            return collected
        }
    }

    private func httpRequest(_ request: DaprRequest) -> HTTPClientRequest {
        var sent = HTTPClientRequest(url: endpoint.url + request.target)
        sent.method = HTTPMethod(rawValue: request.method.rawValue)
        for (name, value) in request.headers { sent.headers.add(name: name, value: value) }
        if let token = endpoint.apiToken { sent.headers.replaceOrAdd(name: "dapr-api-token", value: token) }
        guard !request.body.isEmpty || request.isUnsized else { return sent }
        sent.body = .bytes(request.body, length: request.isUnsized ? .unknown : .known(Int64(request.body.count)))
        return sent
    }
}
