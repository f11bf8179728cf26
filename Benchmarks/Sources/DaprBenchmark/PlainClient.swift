internal import AsyncHTTPClient
internal import BenchmarkSupport
internal import DaprAdapters
internal import NIOCore
internal import NIOHTTP1

/// Sends requests that are ready, over the HTTP client that the adapters use and with its settings, and nothing more.
struct PlainClient {
    private let client: HTTPClient

    init() {
        var configuration = HTTPClient.Configuration()
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Sends them all, so many at the same time; throws for an answer that is no success.
    func send(_ requests: [DaprRequest], to url: String, callers: Int) async throws -> Duration {
        let ready = requests.map { request($0, to: url) }
        return try await ContinuousClock().measure {
            try await inTurn(ready.count, callers: callers) { number in
                let response = try await client.execute(ready[number], timeout: .seconds(30))
                _ = try await response.body.collect(upTo: 1 << 16)
                guard (200..<300).contains(response.status.code) else { throw PlainAnswerError(response.status) }
            }
        }
    }

    func shutDown() async throws {
        try await client.shutdown()
    }

    private func request(_ request: DaprRequest, to url: String) -> HTTPClientRequest {
        var sent = HTTPClientRequest(url: url + request.target)
        sent.method = .POST
        for (name, value) in request.headers { sent.headers.add(name: name, value: value) }
        sent.body = .bytes(ByteBuffer(bytes: request.body))
        return sent
    }
}

/// An answer that was not to come.
struct PlainAnswerError: Error {
    let status: HTTPResponseStatus

    init(_ status: HTTPResponseStatus) {
        self.status = status
    }
}
