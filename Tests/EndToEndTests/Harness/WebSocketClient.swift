import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization

/// A frame that the server sent, with the instant at which it arrived.
struct Received: Sendable {
    let json: JSON
    let arrivedAt: Date

    var type: String { json["type"].string ?? "" }
}

/// How the server ended a connection.
struct Closing: Sendable, Equatable {
    /// Close code; nil when the connection ended without a close frame.
    let code: Int?
    let reason: String
}

/// A client of the realtime protocol on a port of this machine, which keeps all that it received.
final class WebSocketClient: Sendable {
    private enum Upgrade {
        case done(any Channel)
        case refused
    }

    private let channel: any Channel
    private let inbox: WebSocketInbox

    private init(channel: any Channel, inbox: WebSocketInbox) {
        self.channel = channel
        self.inbox = inbox
    }

    /// Connects, upgrades and at once sends the first message; throws `NoAnswer` when the server refuses.
    static func connect(
        port: Int, path: String = "/ws", headers: [String: String] = [:], first: JSON? = nil,
        onMessage: (@Sendable (Received) -> Void)? = nil
    ) async throws -> WebSocketClient {
        let inbox = WebSocketInbox(onMessage: onMessage)
        let greeting = try first?.bytes()
        let upgrade = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
                        configuration: .init(upgradeConfiguration: configuration(port, path, headers, inbox)))
                }
            }
        // Sent from the event loop, so that a busy machine cannot delay it until the server loses patience.
        let greeted = upgrade.flatMap { result -> EventLoopFuture<Upgrade> in
            guard case .done(let channel) = result, let greeting else { return upgrade }
            let frame = WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(bytes: greeting))
            return channel.writeAndFlush(frame).map { result }
        }
        let result = try await withLimit(.seconds(300), "the upgrade to a WebSocket") { try await greeted.get() }
        guard case .done(let channel) = result else { throw NoAnswer(description: "the upgrade was refused") }
        return WebSocketClient(channel: channel, inbox: inbox)
    }

    private static func configuration(
        _ port: Int, _ path: String, _ extra: [String: String], _ inbox: WebSocketInbox
    ) -> NIOTypedHTTPClientUpgradeConfiguration<Upgrade> {
        let upgrader = NIOTypedWebSocketClientUpgrader<Upgrade>(
            maxFrameSize: 1 << 20,
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(WebSocketInboxHandler(inbox: inbox))
                    return Upgrade.done(channel)
                }
            })
        var headers = HTTPHeaders([("Host", "127.0.0.1:\(port)"), ("Content-Length", "0")])
        for (name, value) in extra { headers.add(name: name, value: value) }
        return NIOTypedHTTPClientUpgradeConfiguration(
            upgradeRequestHead: HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers),
            upgraders: [upgrader],
            notUpgradingCompletionHandler: { $0.eventLoop.makeSucceededFuture(.refused) })
    }

    /// Everything received so far, oldest first.
    var received: [Received] { inbox.received }

    /// How the connection ended; nil while it is open.
    var closing: Closing? { inbox.closing }

    /// Waits for a message that fits.
    @discardableResult
    func message(_ what: String, where fits: (Received) -> Bool) async throws -> Received {
        try await eventually(what) {
            if let found = received.first(where: fits) { return found }
            if let closing { throw NoAnswer(description: "closed (\(closing)) while waiting for \(what)") }
            return nil
        }
    }

    /// Waits for the end of the connection.
    func ending() async throws -> Closing {
        try await eventually("the end of the connection") { closing }
    }

    /// Sends a JSON value as a text frame.
    func send(_ json: JSON) async throws {
        try await send(.text, json.bytes())
    }

    /// Sends one frame as it is.
    func send(_ opcode: WebSocketOpcode, _ bytes: [UInt8], isFinal: Bool = true, isMasked: Bool = true) async throws {
        let frame = WebSocketFrame(
            fin: isFinal, opcode: opcode, maskKey: isMasked ? .random() : nil, data: ByteBuffer(bytes: bytes))
        try await channel.writeAndFlush(frame)
    }

    /// Begins or ends to read what comes.
    func setReading(_ isReading: Bool) async {
        try? await channel.setOption(ChannelOptions.autoRead, value: isReading).get()
        if isReading { channel.read() }
    }

    /// Ends the connection without a close frame.
    func disconnect() async {
        try? await channel.close()
    }
}

/// What a connection received, shared between its event loop and the test.
final class WebSocketInbox: Sendable {
    private struct State {
        var received: [Received] = []
        var closing: Closing?
    }

    private let state: Mutex<State> = Mutex(State())
    private let onMessage: (@Sendable (Received) -> Void)?

    /// An inbox that keeps messages, or hands each to the closure if there is one.
    init(onMessage: (@Sendable (Received) -> Void)? = nil) {
        self.onMessage = onMessage
    }

    var received: [Received] { state.withLock { $0.received } }
    var closing: Closing? { state.withLock { $0.closing } }

    func add(_ message: Received) {
        if let onMessage { return onMessage(message) }
        state.withLock { $0.received.append(message) }
    }

    func close(_ closing: Closing) {
        state.withLock { $0.closing = $0.closing ?? closing }
    }
}

/// Puts frames together, answers pings and fills the inbox.
private final class WebSocketInboxHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let inbox: WebSocketInbox
    private var fragments: [UInt8] = []

    init(inbox: WebSocketInbox) {
        self.inbox = inbox
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        let bytes = [UInt8](frame.unmaskedData.readableBytesView)
        switch frame.opcode {
        case .text, .continuation:
            fragments += bytes
            guard frame.fin else { return }
            inbox.add(Received(json: (try? JSON(fragments)) ?? .null, arrivedAt: Date()))
            fragments = []
        case .ping:
            let pong = WebSocketFrame(fin: true, opcode: .pong, maskKey: .random(), data: frame.unmaskedData)
            context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
        case .connectionClose:
            let code = bytes.count >= 2 ? Int(bytes[0]) << 8 | Int(bytes[1]) : nil
            inbox.close(Closing(code: code, reason: String(decoding: bytes.dropFirst(2), as: UTF8.self)))
            context.close(promise: nil)
        default: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        inbox.close(Closing(code: nil, reason: "the connection broke"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        inbox.close(Closing(code: nil, reason: "\(error)"))
        context.close(promise: nil)
    }
}
