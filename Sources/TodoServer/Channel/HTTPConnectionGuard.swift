internal import NIOCore
internal import NIOHTTP1
internal import ServicePorts

/// Answers what is not HTTP with a problem document, and closes connections that never send a request.
final class HTTPConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let random: any RandomSource
    private let firstRequestTimeout: Duration
    private let admitsWebSocket: () -> Bool
    private let compressesSockets: Bool
    private var timeout: Scheduled<Void>?
    private var requestsBegun = 0
    private var answersBegun = 0
    private var answersEnded = 0
    private var lastRequest: Int?
    private var failure: HTTPParserError?

    private var requestsInProgress: Int { requestsBegun - answersEnded }

    /// A guard; a handshake that `admitsWebSocket` has no room for is answered as the plain request that it also is.
    init(
        random: any RandomSource, firstRequestTimeout: Duration, compressesSockets: Bool = false,
        admitsWebSocket: @escaping () -> Bool = { true }
    ) {
        self.random = random
        self.firstRequestTimeout = firstRequestTimeout
        self.admitsWebSocket = admitsWebSocket
        self.compressesSockets = compressesSockets
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        timeout = context.eventLoop.scheduleTask(in: TimeAmount(firstRequestTimeout)) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        forgetTimeout()
    }

    /// Once and not with each request: to cancel a task, an event loop looks through all that it has.
    private func forgetTimeout() {
        timeout?.cancel()
        timeout = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = Self.unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        requestsBegun += 1
        // As whoever upgrades sees it, or the connection would wait for an upgrade that does not come.
        let handshake = WebSocketHandshake(head, compresses: compressesSockets)
        let isHandshake = requestsBegun == 1 && handshake != nil && admitsWebSocket()
        // A handshake must be over in that time too; the guard leaves the channel when it is.
        if !isHandshake { forgetTimeout() }
        if head.headers.contains(name: "upgrade"), !isHandshake {
            // The parser stops after a request that asks for an upgrade, so that this one is the connection's last.
            head.headers.remove(name: "upgrade")
            head.headers.replaceOrAdd(name: "connection", value: "close")
            lastRequest = requestsBegun
        }
        context.fireChannelRead(Self.wrapInboundOut(.head(head)))
    }

    func channelInactive(context: ChannelHandlerContext) {
        forgetTimeout()
        context.fireChannelInactive()
    }

    /// The server stops, or the client has said all that it will: a connection without any request has nothing to
    /// finish.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent where requestsBegun == 0: context.close(promise: nil)
        case ChannelEvent.inputClosed where requestsBegun == 0 && failure == nil: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let parserError = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        guard failure == nil else { return }
        failure = parserError
        if requestsInProgress > 0 {
            // An answer is being made; the one that follows it, or the one cut short, is rewritten on its way out.
            context.fireErrorCaught(error)
        } else {
            let body = ProtocolProblem(parserError).document(random.identifier())
            context.write(Self.wrapOutboundOut(.head(body.head)), promise: nil)
            context.write(Self.wrapOutboundOut(.body(.byteBuffer(body.bytes))), promise: nil)
            let channel = context.channel
            context.writeAndFlush(Self.wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
        }
    }

    /// A request was answered past this handler.
    func noteAnswer() {
        answersBegun += 1
        answersEnded += 1
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch Self.unwrapOutboundIn(data) {
        case .head(let head): write(head, context, promise)
        case .body: context.write(data, promise: promise)
        case .end:
            answersEnded += 1
            context.write(data, promise: promise)
        }
    }

    private func write(_ head: HTTPResponseHead, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        answersBegun += 1
        var head = head
        if let failure, head.status == .badRequest, head.headers["content-length"] == ["0"] {
            let body = ProtocolProblem(failure).document(random.identifier())
            context.write(Self.wrapOutboundOut(.head(body.head)), promise: promise)
            return context.write(Self.wrapOutboundOut(.body(.byteBuffer(body.bytes))), promise: nil)
        }
        if answersBegun == lastRequest { head.headers.replaceOrAdd(name: "connection", value: "close") }
        context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
    }
}
