internal import AsyncHTTPClient
internal import CivilTime
internal import NIOCore
internal import NIOHTTP1
internal import SidecarRules

/// Calls applications over HTTP; redirects are not followed and an answer is waited for without limit.
struct AppCaller: Sendable {
    private let client: HTTPClient
    private static let longestAnswer = 64 << 20

    init() {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .seconds(5)
        // An application that keeps many answers open must not keep others from being asked.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 4_096
        configuration.connectionPool.retryConnectionEstablishment = false
        // Shorter than servers keep idle connections, so that none is used that the other side is about to close.
        configuration.connectionPool.idleTimeout = .seconds(5)
        configuration.networkFrameworkWaitForConnectivity = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes every connection.
    func shutDown() async {
        try? await client.shutdown()
    }

    /// The application's answer; throws what went wrong with the connection.
    func send(
        _ method: String, to address: AppAddress, _ uri: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
        within limit: Duration? = nil
    ) async throws -> HTTPAnswer {
        var request = HTTPClientRequest(url: "http://\(address.host):\(address.port)\(uri)")
        request.method = HTTPMethod(rawValue: method)
        request.headers = headers
        if !body.isEmpty || method == "POST" || method == "PUT" || method == "PATCH" {
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let deadline = limit.map { NIODeadline.now() + .nanoseconds($0.wholeMilliseconds * 1_000_000) }
        let response = try await client.execute(request, deadline: deadline ?? .distantFuture)
        let content = try await response.body.collect(upTo: AppCaller.longestAnswer)
        return HTTPAnswer(
            status: Int(response.status.code), headers: response.headers, body: Array(content.readableBytesView))
    }
}

/// Where an application listens.
struct AppAddress: Sendable, Hashable {
    let host: String
    let port: Int
}

extension HTTPAnswer {
    /// The answer as the rules read it.
    var sidecarResponse: SidecarResponse {
        var response = SidecarResponse(status, body: body)
        for (name, value) in headers where response.headers[name.lowercased()] == nil {
            response.headers[name.lowercased()] = value
        }
        return response
    }
}
