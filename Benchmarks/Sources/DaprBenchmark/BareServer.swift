internal import BenchmarkSupport
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Answers 204 to every POST and reads nothing of it: an application or a sidecar that does nothing.
struct BareServer {
    /// What a sidecar is told that asks for subscriptions.
    private let subscriptions: String
    private let arrivals: Arrivals

    init(topic: String, lap: Int) {
        subscriptions = #"[{"pubsubname":"bus","topic":"\#(topic)","route":"/events"}]"#
        arrivals = Arrivals(lap: lap)
    }

    /// Serves until the parent ends.
    func serve(at port: Int) async throws {
        let (subscriptions, arrivals) = (subscriptions, arrivals)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(BareHandler(subscriptions, arrivals))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        Parent.hear(port: channel.localAddress?.port ?? port, arrivals)
        try await channel.closeFuture.get()
    }
}

private final class BareHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let subscriptions: String
    private let arrivals: Arrivals
    private var isPost = false
    private var path = ""

    init(_ subscriptions: String, _ arrivals: Arrivals) {
        self.subscriptions = subscriptions
        self.arrivals = arrivals
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            isPost = head.method == .POST
            path = head.uri
        case .body: break
        case .end: answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        if isPost {
            arrivals.note()
            let head = HTTPResponseHead(version: .http1_1, status: .noContent)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
        } else {
            let body = ByteBuffer(string: path == "/dapr/subscribe" ? subscriptions : "{}")
            let headers: HTTPHeaders = [
                "content-type": "application/json", "content-length": "\(body.readableBytes)",
            ]
            context.write(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers))),
                promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
