internal import NIOCore
internal import NIOHTTP1

/// Looks at the first request of a connection and goes on with WebSocket or with HTTP, then steps aside.
///
/// A request that asks for an upgrade which it does not get is answered as the plain request that it also is.
final class DialogueChoice<Dialogue: Sendable>: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        case undecided
        case upgrading(WebSocketHandshake, (any Channel, WebSocketHandshake) throws -> Dialogue)
        case decided
    }

    private let agreed: EventLoopPromise<Dialogue>
    private let httpHandlers: [any RemovableChannelHandler]
    private let openHTTP: (any Channel) throws -> Dialogue
    private let openWebSocket: ((any Channel, WebSocketHandshake) throws -> Dialogue)?
    private let compressesSockets: Bool
    private var state = State.undecided

    /// A choice whose outcome `agreed` tells; `httpHandlers` are those that WebSocket cannot do with.
    ///
    /// Without `openWebSocket` it is always HTTP.
    init(
        agreed: EventLoopPromise<Dialogue>, httpHandlers: [any RemovableChannelHandler],
        compressesSockets: Bool = false, openHTTP: @escaping (any Channel) throws -> Dialogue,
        openWebSocket: ((any Channel, WebSocketHandshake) throws -> Dialogue)?
    ) {
        self.agreed = agreed
        self.httpHandlers = httpHandlers
        self.openHTTP = openHTTP
        self.openWebSocket = openWebSocket
        self.compressesSockets = compressesSockets
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            switch state {
            case .undecided:
                guard case .head(let head) = Self.unwrapInboundIn(data) else { return context.close(promise: nil) }
                if let openWebSocket, let handshake = WebSocketHandshake(head, compresses: compressesSockets) {
                    state = .upgrading(handshake, openWebSocket)
                } else {
                    try goOnWithHTTP(context, data)
                }
            case .upgrading(let handshake, let open):
                // The handshake is a GET without a body: anything but its end is a request gone wrong.
                guard case .end = Self.unwrapInboundIn(data) else { return context.close(promise: nil) }
                try goOnWithWebSocket(context, handshake, open)
            case .decided:
                context.fireChannelRead(data)
            }
        } catch {
            context.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        fail()
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail()
        context.fireChannelInactive()
    }

    private func fail() {
        if case .decided = state { return }
        state = .decided
        agreed.fail(ChannelError.eof)
    }

    private func goOnWithHTTP(_ context: ChannelHandlerContext, _ head: NIOAny) throws {
        let dialogue = try openHTTP(context.channel)
        state = .decided
        agreed.succeed(dialogue)
        context.fireChannelRead(head)
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    private func goOnWithWebSocket(
        _ context: ChannelHandlerContext, _ handshake: WebSocketHandshake,
        _ open: (any Channel, WebSocketHandshake) throws -> Dialogue
    ) throws {
        context.write(Self.wrapOutboundOut(.head(handshake.response)), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
        let dialogue = try open(context.channel, handshake)
        state = .decided
        agreed.succeed(dialogue)
        // The decoder hands on the bytes that came after the request once it is taken out.
        for handler in httpHandlers { context.pipeline.syncOperations.removeHandler(handler, promise: nil) }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}
