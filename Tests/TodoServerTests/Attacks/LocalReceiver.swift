import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A receiver of webhooks on this machine that answers as it is told and notes every request.
final class LocalReceiver: Sendable {
    struct Taken: Sendable {
        var head: HTTPRequestHead
        var body: [UInt8]
    }

    private let taken = Mutex<[Taken]>([])
    private let channel: any Channel
    let port: Int

    var requests: [Taken] { taken.withLock { $0 } }

    private init(_ channel: any Channel, _ port: Int) {
        self.channel = channel
        self.port = port
    }

    /// Runs the body beside a receiver, which ends with it.
    static func run<Value>(
        answering status: HTTPResponseStatus = .noContent, headers: HTTPHeaders = [:], bodyBytes: Int = 0,
        _ body: (LocalReceiver) async throws -> Value
    ) async throws -> Value {
        let notes = Notes()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(
                        Handler(notes: notes, status: status, headers: headers, bodyBytes: bodyBytes))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        let receiver = LocalReceiver(channel, channel.localAddress?.port ?? 0)
        notes.receiver.withLock { $0 = receiver }
        do {
            let value = try await body(receiver)
            try await channel.close()
            return value
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private final class Notes: Sendable {
        let receiver = Mutex<LocalReceiver?>(nil)
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        private let notes: Notes
        private let status: HTTPResponseStatus
        private let headers: HTTPHeaders
        private let bodyBytes: Int
        private var request: Taken?

        init(notes: Notes, status: HTTPResponseStatus, headers: HTTPHeaders, bodyBytes: Int) {
            self.notes = notes
            self.status = status
            self.headers = headers
            self.bodyBytes = bodyBytes
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): request = Taken(head: head, body: [])
            case .body(let bytes): request?.body += Array(bytes.readableBytesView)
            case .end:
                let receiver = notes.receiver.withLock { $0 }
                if let request { receiver?.taken.withLock { $0.append(request) } }
                var headers = headers
                if status != .noContent { headers.add(name: "content-length", value: "\(bodyBytes)") }
                context.write(
                    wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))),
                    promise: nil)
                if bodyBytes > 0 {
                    let bytes = ByteBuffer(repeating: 0x78, count: min(bodyBytes, 1 << 20))
                    context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
                }
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
