import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A receiver of webhooks on this machine that notes every request.
final class WebhookReceiver: Sendable {
    struct Taken: Sendable {
        var head: HTTPRequestHead
        var body: [UInt8]
    }

    private let taken = Mutex<[Taken]>([])
    /// What it answers; any number of requests before are answered with 500.
    private let failures = Mutex<Int>(0)
    private let channel: any Channel
    let port: Int

    var requests: [Taken] { taken.withLock { $0 } }

    /// The requests of that body's type, in order, and what each of them tells.
    func messages(of type: String) -> [(head: HTTPRequestHead, body: [UInt8], json: JSON)] {
        requests.compactMap { request in
            guard let json = try? JSON(request.body), json["type"].string == type else { return nil }
            return (request.head, request.body, json)
        }
    }

    /// Answers the next requests with 500.
    func fail(_ count: Int) { failures.withLock { $0 = count } }

    private func takesNext() -> Bool {
        failures.withLock { failures in
            guard failures > 0 else { return true }
            failures -= 1
            return false
        }
    }

    private init(_ channel: any Channel, _ port: Int) {
        self.channel = channel
        self.port = port
    }

    /// Runs the body beside a receiver, which ends with it.
    static func run<Value>(_ body: (WebhookReceiver) async throws -> Value) async throws -> Value {
        let notes = Notes()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(notes: notes))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        let receiver = WebhookReceiver(channel, channel.localAddress?.port ?? 0)
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
        let receiver = Mutex<WebhookReceiver?>(nil)
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        private let notes: Notes
        private var request: Taken?

        init(notes: Notes) {
            self.notes = notes
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): request = Taken(head: head, body: [])
            case .body(let bytes): request?.body += Array(bytes.readableBytesView)
            case .end:
                let receiver = notes.receiver.withLock { $0 }
                if let request { receiver?.taken.withLock { $0.append(request) } }
                let status: HTTPResponseStatus = receiver?.takesNext() == false ? .internalServerError : .ok
                context.write(
                    wrapOutboundOut(
                        .head(
                            HTTPResponseHead(version: .http1_1, status: status, headers: ["content-length": "0"]))),
                    promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
