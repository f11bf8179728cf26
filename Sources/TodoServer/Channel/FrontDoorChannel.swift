internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypesHTTP1
internal import NIOWebSocket
internal import ServicePorts

/// One accepted connection: HTTP/1.1, or WebSocket when its first request asks for the upgrade at `/ws` and there is
/// something to upgrade to.
struct FrontDoorChannel: ServerChildChannel {
    /// What became of a connection once its first request was seen.
    enum Dialogue: Sendable {
        case http(HTTP1Channel.Value)
        case webSocket(WebSocketConnection)
    }

    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let agreed: EventLoopFuture<Dialogue>
    }

    /// Limits on what one connection may take.
    struct Limits: Sendable {
        var headerFieldBytes = 8 * 1_024
        var headerListBytes = 32 * 1_024
        var headerFieldCount = 100
        var idleTimeout: Duration = .seconds(60)
        var firstRequestTimeout: Duration = .seconds(30)
        var webSocket = WebSocketLimits()
        /// True when answers are compressed for those who take it.
        var compresses = true
    }

    let http: HTTP1Channel
    let realtime: RealtimeFrontDoor?
    let random: any RandomSource
    let limits: Limits
    let sockets: SocketAdmission
    /// What connections answer by themselves, and the clock for it.
    var direct: (requests: DirectRequests, clock: any WallClock)?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let agreed = channel.eventLoop.makePromise(of: Dialogue.self)
            let encoder = HTTPResponseEncoder()
            let decoder = ByteToMessageHandler(
                HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: decoderLimits))
            let (limits, sockets) = (limits, sockets)
            // Where there is a shortcut, it alone knows of all requests.
            let idleTimeout = direct == nil ? limits.idleTimeout : nil
            let guardian = HTTPConnectionGuard(
                random: random, firstRequestTimeout: limits.firstRequestTimeout,
                compressesSockets: limits.webSocket.compresses, admitsWebSocket: { sockets.hasRoom })
            let shortcut = direct.map { direct in
                DirectRequestHandler(
                    direct.requests, clock: direct.clock, idleTimeout: limits.idleTimeout, guardian: guardian,
                    encoder: encoder)
            }
            let handlers: [any RemovableChannelHandler] = [guardian, decoder, encoder]
            let choice = DialogueChoice(
                agreed: agreed, httpHandlers: (shortcut.map { [$0] } ?? []) + handlers,
                compressesSockets: limits.webSocket.compresses,
                openHTTP: { channel in try FrontDoorChannel.openHTTP(channel, limits, idleTimeout, logger) },
                openWebSocket: realtime.map { _ in
                    { channel, handshake in
                        try FrontDoorChannel.openWebSocket(channel, handshake, limits.webSocket, sockets)
                    }
                })
            try channel.pipeline.syncOperations.addHandlers(encoder, decoder, guardian)
            if let shortcut { try channel.pipeline.syncOperations.addHandler(shortcut) }
            try channel.pipeline.syncOperations.addHandler(choice)
            return Value(channel: channel, agreed: agreed.futureResult)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await withTaskCancellationHandler {
            guard let agreed = try? await value.agreed.get() else { return }
            // On the connection's own thread: otherwise each step of a request would change threads twice.
            await withTaskExecutorPreference(EventLoopTaskExecutor(value.channel.eventLoop)) {
                switch agreed {
                case .http(let channel): await http.handle(value: channel, logger: logger)
                case .webSocket(let connection): await realtime?.serve(connection)
                }
            }
        } onCancel: {
            value.channel.close(promise: nil)
        }
    }

    private var decoderLimits: NIOHTTPDecoderLimitConfiguration {
        var configuration = NIOHTTPDecoderLimitConfiguration()
        configuration.maxHeaderFieldSize = limits.headerFieldBytes
        configuration.maxHeaderListSize = limits.headerListBytes
        configuration.maxHeaderFieldCount = limits.headerFieldCount
        return configuration
    }

    private static func openHTTP(
        _ channel: any Channel, _ limits: Limits, _ idleTimeout: Duration?, _ logger: Logger
    ) throws -> Dialogue {
        if limits.compresses {
            try channel.pipeline.syncOperations.addHandlers(AnswerCompression.handlers())
        }
        try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try channel.pipeline.syncOperations.addHandler(
            HTTPConnectionStateHandler(idleTimeout: idleTimeout, logger: logger))
        return .http(
            try NIOAsyncChannel(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true)))
    }

    private static func openWebSocket(
        _ channel: any Channel, _ handshake: WebSocketHandshake, _ limits: WebSocketLimits, _ sockets: SocketAdmission
    ) throws -> Dialogue {
        sockets.enter(channel)
        let connection = WebSocketConnection(
            channel: channel, limits: limits, bearerToken: handshake.bearerToken,
            compresses: handshake.compression != nil)
        let decoder = WebSocketFrameDecoder(maxFrameSize: limits.messageBytes)
        try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(decoder))
        try channel.pipeline.syncOperations.addHandler(
            WebSocketSession(connection: connection, limits: limits, sockets: sockets))
        return .webSocket(connection)
    }
}
