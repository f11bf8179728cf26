import NIOCore
import NIOEmbedded
import NIOHTTP1
import ServicePorts
import Testing
import TodoDomain

@testable import TodoServer

@Suite("The first bytes of a connection")
struct DialogueChoiceTests {
    private enum Dialogue: Sendable { case http, webSocket }

    /// Takes parts of requests as they come after the choice.
    private final class RequestRecorder: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        var heads: [HTTPRequestHead] = []
        var ends = 0

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): heads.append(head)
            case .body: break
            case .end: ends += 1
            }
        }
    }

    /// Takes bytes as they come after an upgrade.
    private final class ByteRecorder: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        var bytes: [UInt8] = []

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            bytes += unwrapInboundIn(data).readableBytesView
        }
    }

    private struct Fixture {
        let channel = EmbeddedChannel()
        let requests = RequestRecorder()
        let raw = ByteRecorder()
        let agreed: EventLoopFuture<Dialogue>

        init(compressesSockets: Bool = false) throws {
            let promise = channel.eventLoop.makePromise(of: Dialogue.self)
            agreed = promise.futureResult
            let encoder = HTTPResponseEncoder()
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = 1_000
            let decoder = ByteToMessageHandler(
                HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits))
            let guardian = HTTPConnectionGuard(
                random: SystemRandomSource(), firstRequestTimeout: .seconds(30), compressesSockets: compressesSockets)
            let (requests, raw) = (requests, raw)
            let choice = DialogueChoice<Dialogue>(
                agreed: promise, httpHandlers: [guardian, decoder, encoder], compressesSockets: compressesSockets,
                openHTTP: { channel in
                    try channel.pipeline.syncOperations.addHandler(requests)
                    return .http
                },
                openWebSocket: { channel, _ in
                    try channel.pipeline.syncOperations.addHandler(raw)
                    return .webSocket
                })
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
            try channel.pipeline.syncOperations.addHandlers(encoder, decoder, guardian, choice)
        }

        func receive(_ text: String) {
            _ = try? channel.writeInbound(ByteBuffer(string: text))
            channel.embeddedEventLoop.run()
        }

        func sent() throws -> String {
            var text = ""
            while let buffer = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
            return text
        }
    }

    private func handshake(
        path: String = "/ws", key: String = "dGhlIHNhbXBsZSBub25jZQ==", version: String = "13", method: String = "GET"
    ) -> String {
        "\(method) \(path) HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
            + "Sec-WebSocket-Key: \(key)\r\nSec-WebSocket-Version: \(version)\r\n\r\n"
    }

    @Test("a handshake is accepted with RFC 6455's own example, and the bytes after it are not lost")
    func upgrade() throws {
        let fixture = try Fixture()
        fixture.receive(handshake() + "first frame")
        let answer = try fixture.sent()
        #expect(answer.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
        #expect(answer.contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n"))
        #expect(try fixture.agreed.wait() == .webSocket)
        fixture.receive(", second frame")
        #expect(String(decoding: fixture.raw.bytes, as: UTF8.self) == "first frame, second frame")
        #expect(fixture.requests.heads.isEmpty)
    }

    @Test("a handshake that comes byte by byte is accepted as well")
    func slowly() throws {
        let fixture = try Fixture()
        for character in handshake() { fixture.receive(String(character)) }
        #expect(try fixture.agreed.wait() == .webSocket)
    }

    @Test("a handshake that comes slower than one may take is cut off, also where only its end is missing")
    func tooSlowly() throws {
        for text in [handshake(), String(handshake().dropLast()) + "Content-Length: 5\r\n\r\n12345"] {
            let fixture = try Fixture()
            for character in text.prefix(29) {
                fixture.receive(String(character))
                fixture.channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            }
            #expect(fixture.channel.isActive)
            fixture.channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            #expect(!fixture.channel.isActive)
            #expect(throws: (any Error).self) { try fixture.agreed.wait() }
        }
    }

    @Test("a handshake with a body is a plain request: there is nothing to wait for before an upgrade")
    func bodied() throws {
        let fixture = try Fixture()
        fixture.receive(String(handshake().dropLast()) + "Content-Length: 5\r\n\r\n")
        #expect(try fixture.agreed.wait() == .http)
        #expect(try fixture.sent().isEmpty)
    }

    @Test("compression is agreed in the handshake; an offer that is none makes it a plain request for all who look")
    func compression() throws {
        func offering(_ extensions: String) -> String {
            String(handshake().dropLast()) + "Sec-WebSocket-Extensions: \(extensions)\r\n\r\n"
        }
        let agreed = try Fixture(compressesSockets: true)
        agreed.receive(offering("permessage-deflate; client_max_window_bits"))
        #expect(try agreed.agreed.wait() == .webSocket)
        #expect(
            try agreed.sent().contains(
                "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; "
                    .lowercased()))
        let malformed = try Fixture(compressesSockets: true)
        malformed.receive(offering("permessage-deflate; ="))
        #expect(try malformed.agreed.wait() == .http)
        #expect(malformed.requests.heads.map { $0.headers["upgrade"] } == [[]])
        #expect(malformed.requests.heads.map { $0.headers["connection"] } == [["close"]])
        let off = try Fixture()
        off.receive(offering("permessage-deflate; ="))
        #expect(try off.agreed.wait() == .webSocket)
        #expect(try !off.sent().contains("sec-websocket-extensions"))
    }

    @Test("a client that says nothing more before its first request is let go at once, with 400 for a part of one")
    func inputClosed() throws {
        for beginning in ["", "\r\n"] {
            let silent = try Fixture()
            silent.receive(beginning)
            silent.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
            silent.channel.embeddedEventLoop.run()
            #expect(!silent.channel.isActive)
        }
        let interrupted = try Fixture()
        interrupted.receive("GET / HTTP/1.1\r\nHos")
        interrupted.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        interrupted.channel.embeddedEventLoop.run()
        #expect(try interrupted.sent().hasPrefix("HTTP/1.1 400 "))
        #expect(!interrupted.channel.isActive)
        let waiting = try Fixture()
        waiting.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        waiting.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        waiting.channel.embeddedEventLoop.run()
        #expect(waiting.channel.isActive, "it waits for its answer")
    }

    @Test("a plain request goes on as HTTP, and so do the ones after it")
    func plain() throws {
        let fixture = try Fixture()
        fixture.receive("GET /one HTTP/1.1\r\nHost: a\r\n\r\n")
        fixture.receive("GET /two HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try fixture.agreed.wait() == .http)
        #expect(fixture.requests.heads.map(\.uri) == ["/one", "/two"])
        #expect(fixture.requests.ends == 2)
        #expect(try fixture.sent().isEmpty)
    }

    @Test(
        "a request for an upgrade that is not given is a plain request, the last of its connection",
        arguments: [
            ("/nope", "dGhlIHNhbXBsZSBub25jZQ==", "13", "GET"), ("/ws", "c2hvcnQ=", "13", "GET"),
            ("/ws", "not base64 at all!!", "13", "GET"), ("/ws", "dGhlIHNhbXBsZSBub25jZQ==", "12", "GET"),
            ("/ws", "dGhlIHNhbXBsZSBub25jZQ==", "13", "POST"),
        ])
    func refused(path: String, key: String, version: String, method: String) throws {
        let fixture = try Fixture()
        fixture.receive(handshake(path: path, key: key, version: version, method: method))
        #expect(try fixture.agreed.wait() == .http)
        let head = try #require(fixture.requests.heads.first)
        #expect(head.uri == path)
        #expect(head.headers["connection"] == ["close"])
        #expect(head.headers["upgrade"].isEmpty)
    }

    @Test("garbage before any request is answered with a problem document and the end of the connection")
    func garbage() throws {
        let fixture = try Fixture()
        fixture.receive("\u{16}\u{3}\u{1} no HTTP\r\n\r\n")
        let answer = try fixture.sent()
        #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        #expect(answer.contains("application/problem+json"))
        #expect(answer.contains("\"code\":\"malformed_request\""))
        #expect(!fixture.channel.isActive)
        #expect(throws: (any Error).self) { try fixture.agreed.wait() }
    }

    @Test("headers over the limit are answered with 431")
    func largeHeaders() throws {
        let fixture = try Fixture()
        fixture.receive("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 2_000))\r\n\r\n")
        let answer = try fixture.sent()
        #expect(answer.hasPrefix("HTTP/1.1 431 "))
        #expect(answer.contains("\"code\":\"headers_too_large\""))
    }

    @Test("a connection that never asks for anything is closed in the end, and at once when the server stops")
    func silence() throws {
        let silent = try Fixture()
        silent.channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        #expect(silent.channel.isActive)
        silent.channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!silent.channel.isActive)

        let stopped = try Fixture()
        stopped.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(!stopped.channel.isActive)

        let busy = try Fixture()
        busy.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        busy.channel.embeddedEventLoop.advanceTime(by: .seconds(60))
        busy.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(busy.channel.isActive)
    }
}
