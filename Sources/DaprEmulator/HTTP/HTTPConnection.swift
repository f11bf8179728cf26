internal import NIOCore
internal import NIOHTTP1

/// One connection of a client: requests one after the other, each answered before the next is read.
struct HTTPConnection {
    let bodyLimit: Int
    let handler: HTTPListener.Handler

    func serve(_ channel: any Channel) async throws {
        let connection = try await channel.eventLoop.submit {
            try HTTPListener.Connection(wrappingChannelSynchronously: channel)
        }.get()
        channel.setOption(.autoRead, value: true).whenFailure { _ in }
        try await connection.executeThenClose { inbound, outbound in
            var parts = inbound.makeAsyncIterator()
            while case .head(let head)? = try await parts.next() {
                if head.headers.first(name: "expect")?.lowercased() == "100-continue" {
                    try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: .continue)))
                }
                var body: [UInt8] = []
                reading: while let part = try await parts.next() {
                    switch part {
                    case .body(let buffer) where body.count <= bodyLimit:
                        body += buffer.readableBytesView.prefix(bodyLimit + 1 - body.count)
                    case .body, .head: break
                    case .end: break reading
                    }
                }
                let answer = await handler(exchange(head, body))
                if Task.isCancelled { return }
                try await write(answer, to: outbound, isHead: head.method == .HEAD, keepsAlive: head.isKeepAlive)
                if answer.closes || !head.isKeepAlive { return }
            }
        }
    }

    private func exchange(_ head: HTTPRequestHead, _ body: [UInt8]) -> HTTPExchange {
        let headerLength = head.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        return HTTPExchange(
            method: head.method.rawValue, uri: head.uri, headers: head.headers, body: body,
            headLength: headerLength + head.uri.utf8.count + head.method.rawValue.utf8.count + 12)
    }

    private func write(
        _ answer: HTTPAnswer, to outbound: NIOAsyncChannelOutboundWriter<HTTPPart<HTTPResponseHead, ByteBuffer>>,
        isHead: Bool, keepsAlive: Bool
    ) async throws {
        var head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: answer.headers)
        let hasNoBody = answer.status == 204 || answer.status == 304 || (100..<200).contains(answer.status)
        head.headers.remove(name: "transfer-encoding")
        if hasNoBody {
            head.headers.remove(name: "content-length")
        } else if !isHead {
            head.headers.replaceOrAdd(name: "content-length", value: "\(answer.body.count)")
        }
        if answer.closes || !keepsAlive { head.headers.replaceOrAdd(name: "connection", value: "close") }
        var parts: [HTTPPart<HTTPResponseHead, ByteBuffer>] = [.head(head)]
        if !hasNoBody, !isHead, !answer.body.isEmpty { parts.append(.body(ByteBuffer(bytes: answer.body))) }
        parts.append(.end(nil))
        try await outbound.write(contentsOf: parts)
    }
}
