internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A bound port that serves HTTP/1.1 once it runs; connections wait until then.
struct HTTPListener: Sendable {
    typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPPart<HTTPResponseHead, ByteBuffer>>
    typealias Handler = @Sendable (HTTPExchange) async -> HTTPAnswer

    let port: Int
    private let channel: NIOAsyncChannel<Connection, Never>

    /// Binds, port 0 to a free one; throws `EmulatorError` when the port is taken.
    init(host: String, port: Int) async throws {
        do {
            channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: 1_024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .bind(host: host, port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                        try pipeline.addHandler(ResponsePartUnwrapper())
                        return try Connection(wrappingChannelSynchronously: channel)
                    }
                }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw EmulatorError("port \(port) on \(host) is taken: choose another, or stop what listens there")
        } catch {
            throw EmulatorError("port \(port) on \(host) cannot be listened on: \(error)")
        }
        self.port = channel.channel.localAddress?.port ?? port
    }

    /// Serves until the task is cancelled; bodies are kept up to `bodyLimit` bytes and one more.
    func run(bodyLimit: Int, _ handler: @escaping Handler) async throws {
        try await channel.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    group.addTask {
                        // A client that breaks its connection off is no concern of the others.
                        try? await HTTPConnection(bodyLimit: bodyLimit, handler: handler).serve(connection)
                    }
                }
                group.cancelAll()
            }
        }
    }

    /// Gives the port up without having served.
    func discard() async {
        try? await channel.executeThenClose { _ in }
    }
}

/// Lets answers be written with plain buffers.
private final class ResponsePartUnwrapper: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = HTTPPart<HTTPResponseHead, ByteBuffer>
    typealias OutboundOut = HTTPServerResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part: HTTPServerResponsePart
        switch unwrapOutboundIn(data) {
        case .head(let head): part = .head(head)
        case .body(let buffer): part = .body(.byteBuffer(buffer))
        case .end(let trailers): part = .end(trailers)
        }
        context.write(wrapOutboundOut(part), promise: promise)
    }
}
