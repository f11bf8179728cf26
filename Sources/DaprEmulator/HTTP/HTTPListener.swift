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
    private let server: NIOAsyncChannel<any Channel, Never>
    private let connections = OpenConnections()

    /// Binds, port 0 to a free one; throws `EmulatorError` when the port is taken.
    init(host: String, port: Int) async throws {
        let connections = connections
        do {
            server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: 1_024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                // Nothing is read before somebody serves the connection.
                .childChannelOption(.autoRead, value: false)
                .bind(host: host, port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        connections.add(channel)
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                        try pipeline.addHandler(ResponsePartUnwrapper())
                        return channel
                    }
                }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw EmulatorError("port \(port) on \(host) is taken: choose another, or stop what listens there")
        } catch {
            throw EmulatorError("port \(port) on \(host) cannot be listened on: \(error)")
        }
        self.port = server.channel.localAddress?.port ?? port
    }

    /// Serves until the task is cancelled; bodies are kept up to `bodyLimit` bytes and one more.
    func run(bodyLimit: Int, _ handler: @escaping Handler) async throws {
        let connection = HTTPConnection(bodyLimit: bodyLimit, handler: handler)
        defer { connections.closeAll() }
        try await server.executeThenClose { channels in
            try await withThrowingDiscardingTaskGroup { group in
                for try await channel in channels {
                    group.addTask {
                        // A client that breaks its connection off is no concern of the others.
                        try? await connection.serve(channel)
                    }
                }
                group.cancelAll()
            }
        }
    }

    /// Gives the port up without having served.
    func discard() async {
        try? await server.executeThenClose { _ in }
        connections.closeAll()
    }
}
