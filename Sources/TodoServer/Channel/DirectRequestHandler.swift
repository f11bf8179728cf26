internal import NIOCore
internal import NIOHTTP1
internal import ServicePorts

/// Answers direct requests of one connection, lets the others pass, and closes the connection when it is idle.
///
/// A direct request is held back until it is whole. When anything else happens before, or it is not answered, what was
/// held back goes on as if nobody had looked at it. While an ordinary request is unanswered nothing is answered
/// directly, so that answers come in the order of the requests.
final class DirectRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let requests: DirectRequests
    private let clock: any WallClock
    private let idleTimeout: TimeAmount
    private let guardian: HTTPConnectionGuard
    private let encoder: HTTPResponseEncoder
    /// Where bytes are written that need no encoder any more.
    private var encoderContext: ChannelHandlerContext?
    private var date = HTTPDate()
    /// The direct request that is not yet whole.
    private var held: (head: HTTPRequestHead, body: ByteBuffer)?
    private var hasPassedAny = false
    private var isPassing = false
    private var unansweredPassed = 0
    private var lastActive = NIODeadline.uptimeNanoseconds(0)
    private var idleCheck: Scheduled<Void>?

    /// A handler behind that guard and that encoder of the same connection.
    init(
        _ requests: DirectRequests, clock: any WallClock, idleTimeout: Duration, guardian: HTTPConnectionGuard,
        encoder: HTTPResponseEncoder
    ) {
        self.requests = requests
        self.guardian = guardian
        self.encoder = encoder
        self.clock = clock
        self.idleTimeout = TimeAmount(idleTimeout)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        encoderContext = try? context.pipeline.syncOperations.context(handler: encoder)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        encoderContext = nil
        idleCheck?.cancel()
        idleCheck = nil
        release(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        idleCheck?.cancel()
        idleCheck = nil
        held = nil
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        noteActivity(context)
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            release(context)
            if unansweredPassed == 0, requests.mayAnswer(head) {
                held = (head, ByteBuffer())
            } else {
                pass(.head(head), context)
            }
        case .body(let bytes):
            guard held != nil else { return context.fireChannelRead(data) }
            hold(bytes)
        case .end(let trailers):
            guard let (head, body) = held else { return pass(.end(trailers), context) }
            let answer = trailers == nil ? requests.answer(DirectRequest(head: head, body: body)) : nil
            guard let answer else {
                release(context)
                return pass(.end(trailers), context)
            }
            held = nil
            write(answer, context)
        }
    }

    private func hold(_ bytes: ByteBuffer) {
        var bytes = bytes
        if held?.body.readableBytes == 0 { held?.body = bytes } else { held?.body.writeBuffer(&bytes) }
    }

    /// Writes the answer as bytes: head and body together, and without asking anybody.
    private func write(_ answer: ByteBuffer, _ context: ChannelHandlerContext) {
        var bytes = context.channel.allocator.buffer(capacity: 128 + answer.readableBytes)
        bytes.writeStaticString("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nContent-Length: ")
        bytes.writeString(String(answer.readableBytes))
        bytes.writeStaticString("\r\nDate: ")
        bytes.writeString(date.text(at: clock.now()))
        bytes.writeStaticString("\r\n\r\n")
        bytes.writeImmutableBuffer(answer)
        guardian.noteAnswer()
        encoderContext?.writeAndFlush(NIOAny(bytes), promise: nil)
    }

    /// Lets what is held back go on.
    private func release(_ context: ChannelHandlerContext) {
        guard let (head, body) = held else { return }
        held = nil
        pass(.head(head), context)
        if body.readableBytes > 0 { context.fireChannelRead(Self.wrapInboundOut(.body(body))) }
    }

    private func pass(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        switch part {
        case .head:
            hasPassedAny = true
            isPassing = true
            unansweredPassed += 1
        case .body: break
        case .end: isPassing = false
        }
        context.fireChannelRead(Self.wrapInboundOut(part))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        release(context)
        context.fireErrorCaught(error)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        release(context)
        let isLast = event is ChannelShouldQuiesceEvent || event as? ChannelEvent == .inputClosed
        if isLast, !hasPassedAny {
            // Whoever closes connections when the server or the client is done knows of ordinary requests alone.
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = Self.unwrapOutboundIn(data) {
            unansweredPassed -= 1
            noteActivity(context)
        }
        context.write(data, promise: promise)
    }

    private func noteActivity(_ context: ChannelHandlerContext) {
        lastActive = .now()
        if idleCheck == nil { checkIdle(at: lastActive + idleTimeout, context) }
    }

    private func checkIdle(at deadline: NIODeadline, _ context: ChannelHandlerContext) {
        idleCheck = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            let isAnswering = self.unansweredPassed > 0 && !self.isPassing
            let over = isAnswering ? NIODeadline.now() + self.idleTimeout : self.lastActive + self.idleTimeout
            if over <= NIODeadline.now() { return context.close(promise: nil) }
            self.checkIdle(at: over, context)
        }
    }
}
