internal import Metrics
internal import NIOCore
internal import NIOWebSocket
internal import TodoPorts

/// The WebSocket protocol of one connection on its event loop: messages in, frames out, heartbeats and goodbyes.
final class WebSocketSession: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    private let connection: WebSocketConnection
    private let limits: WebSocketLimits
    private let sockets: SocketAdmission
    private var assembler: MessageAssembler
    private var heartbeat: RepeatedTask?
    private var deadline: Scheduled<Void>?
    private var unansweredPings = 0
    private var isPongUnwritten = false
    private var controlFrames = 0
    private var isClosing = false
    private var closeCode: UInt16 = 1006

    private static let openConnections = Meter(label: "websocket_connections")
    private static let opened = Counter(label: "websocket_connections_opened")

    init(
        connection: WebSocketConnection, limits: WebSocketLimits, sockets: SocketAdmission = SocketAdmission(most: .max)
    ) {
        self.connection = connection
        self.limits = limits
        self.sockets = sockets
        assembler = MessageAssembler(limits: limits, inflates: connection.compresses)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        Self.openConnections.increment()
        Self.opened.increment()
        let session = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let period = TimeAmount(limits.heartbeat)
        heartbeat = context.eventLoop.scheduleRepeatedTask(initialDelay: period, delay: period) { _ in
            let (session, context) = session.value
            session.beat(context)
        }
        schedule(context, after: limits.authentication, .authenticationTimeout, "no authentication in time")
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.writer.closed()
        heartbeat?.cancel()
        deadline?.cancel()
        connection.ended()
        Self.openConnections.decrement()
        Counter(label: "websocket_connections_closed", dimensions: [("code", String(closeCode))]).increment()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = Self.unwrapInboundIn(data)
        do throws(WebSocketViolation) {
            try take(frame, context)
        } catch {
            refuse(error)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? NIOWebSocketError {
            refuse(WebSocketViolation(error, messageBytes: limits.messageBytes))
        } else {
            context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: leave(context)
        case ChannelEvent.inputClosed: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard let order = event as? WebSocketOrder else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        switch order {
        case .close(let code, let reason): sayGoodbye(code.rawValue, reason, context)
        case .authenticated(let remaining):
            schedule(context, after: remaining, .invalidToken, "the token has expired")
        }
        promise?.succeed()
    }

    private func take(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) throws(WebSocketViolation) {
        // The first one says that a message is compressed, where that was agreed, and only where one begins.
        let mayBeCompressed = connection.compresses && (frame.opcode == .text || frame.opcode == .binary)
        guard !frame.rsv1 || mayBeCompressed, !frame.rsv2, !frame.rsv3 else {
            throw .protocolError("a reserved bit is set")
        }
        guard frame.maskKey != nil else { throw .protocolError("frames of a client are masked") }
        switch frame.opcode {
        case .pong:
            try countControlFrame()
            unansweredPings = 0
        case .ping:
            try countControlFrame()
            if !isClosing { answer(frame.unmaskedData, context) }
        case .connectionClose: peerCloses(frame.unmaskedData, context)
        default:
            guard !isClosing, let message = try assembler.take(frame) else { return }
            guard connection.received(message) else { throw .tooMany(limits.waitingMessages) }
        }
    }

    /// Answers a ping; while an answer is still unwritten further pings go unanswered, so that a flood is bounded.
    private func answer(_ payload: ByteBuffer, _ context: ChannelHandlerContext) {
        guard !isPongUnwritten else { return }
        isPongUnwritten = true
        connection.writer.write(ServerFrame.pong(payload)) { self.isPongUnwritten = false }
    }

    /// Control frames are cheap to send; whoever sends nothing else keeps the event loop from all others.
    private func countControlFrame() throws(WebSocketViolation) {
        controlFrames += 1
        guard controlFrames <= limits.controlFrames else { throw .flood }
    }

    private func beat(_ context: ChannelHandlerContext) {
        controlFrames = 0
        guard unansweredPings < limits.missedPongs else { return context.close(promise: nil) }
        guard !isClosing else { return }
        unansweredPings += 1
        connection.writer.write(ServerFrame.ping())
    }

    /// The server stops: goodbye when this socket's turn has come.
    private func leave(_ context: ChannelHandlerContext) {
        let departure = sockets.departure(of: connection.id)
        let connection = connection
        context.eventLoop.scheduleTask(in: TimeAmount(departure.delay)) {
            let (seconds, attoseconds) = departure.comeBackAfter.components
            let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
            connection.close(.goingAway, reason: "the server stops; reconnect after \(milliseconds) ms")
        }
    }

    private func refuse(_ violation: WebSocketViolation) {
        connection.close(violation.code, reason: violation.reason)
    }

    private func sayGoodbye(_ code: UInt16, _ reason: String, _ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        isClosing = true
        closeCode = code
        connection.writer.write(ServerFrame.close(code: code, reason: reason), isLast: true)
        closeChannel(context, after: limits.closing)
    }

    /// The client says goodbye first, or answers our goodbye.
    private func peerCloses(_ payload: ByteBuffer, _ context: ChannelHandlerContext) {
        guard !isClosing else { return context.close(promise: nil) }
        isClosing = true
        connection.ended()
        let answer = PeerClose(payload)
        closeCode = answer.code ?? 1005
        let channel = context.channel
        connection.writer.write(ServerFrame.close(code: answer.code, reason: answer.reason), isLast: true) {
            channel.close(promise: nil)
        }
        closeChannel(context, after: limits.closing)
    }

    private func closeChannel(_ context: ChannelHandlerContext, after delay: Duration) {
        let channel = context.channel
        deadline?.cancel()
        deadline = context.eventLoop.scheduleTask(in: TimeAmount(delay)) { channel.close(promise: nil) }
    }

    private func schedule(
        _ context: ChannelHandlerContext, after delay: Duration, _ code: CloseCode, _ reason: String
    ) {
        guard !isClosing else { return }
        deadline?.cancel()
        let connection = connection
        deadline = context.eventLoop.scheduleTask(in: TimeAmount(delay)) { connection.close(code, reason: reason) }
    }
}
