import NIOCore
import NIOHTTP1
import NIOPosix

/// What the server answered.
struct HTTPAnswer: Sendable {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    /// The body as JSON; null when it is none.
    var json: JSON { (try? JSON(body)) ?? .null }
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// Why there was no answer.
struct NoAnswer: Error, CustomStringConvertible {
    let description: String
}

/// Speaks HTTP/1.1 to a port of this machine, with a connection for each request.
struct HTTPClient: Sendable {
    let port: Int

    /// Sends a request and reads the whole answer; throws when the connection fails or breaks first.
    func send(
        _ method: String, _ path: String, headers: [String: String] = [:], body: [UInt8]? = nil
    ) async throws -> HTTPAnswer {
        try await withLimit(.seconds(300), "\(method) \(path)") {
            try await exchange(head(method, path, headers, body), body)
        }
    }

    private func head(
        _ method: String, _ path: String, _ headers: [String: String], _ body: [UInt8]?
    ) -> HTTPRequestHead {
        var fields = HTTPHeaders([("Host", "127.0.0.1:\(port)"), ("Connection", "close")])
        if let body { fields.add(name: "Content-Length", value: String(body.count)) }
        for (name, value) in headers { fields.replaceOrAdd(name: name, value: value) }
        return HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: method), uri: path, headers: fields)
    }

    private func exchange(_ head: HTTPRequestHead, _ body: [UInt8]?) async throws -> HTTPAnswer {
        let connection = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await connection.executeThenClose { inbound, outbound in
            // A server may answer and close before it has read the whole body; its answer counts, not our write.
            try? await write(head, body, to: outbound)
            return try await read(inbound)
        }
    }

    private func write(
        _ head: HTTPRequestHead, _ body: [UInt8]?, to outbound: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>
    ) async throws {
        try await outbound.write(.head(head))
        if let body { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
        try await outbound.write(.end(nil))
    }

    private func read(_ parts: NIOAsyncChannelInboundStream<HTTPClientResponsePart>) async throws -> HTTPAnswer {
        var head: HTTPResponseHead?
        var body: [UInt8] = []
        for try await part in parts {
            switch part {
            case .head(let received): head = received
            case .body(let bytes): body += bytes.readableBytesView
            case .end:
                guard let head else { throw NoAnswer(description: "an answer without a head") }
                let headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { "\($0), \($1)" }
                return HTTPAnswer(status: Int(head.status.code), headers: headers, body: body)
            }
        }
        throw NoAnswer(description: "the connection closed before the answer was whole")
    }
}
