import NIOCore
import NIOEmbedded
import NIOWebSocket
import Testing
import TodoPorts

@testable import TodoServer

@Suite("A WebSocket session")
struct WebSocketSessionTests {
    /// A session on a channel without a network, whose time is advanced by hand.
    private struct Fixture {
        let channel: EmbeddedChannel
        let connection: WebSocketConnection

        init(_ change: (inout WebSocketLimits) -> Void = { _ in }) throws {
            var limits = WebSocketLimits()
            change(&limits)
            channel = EmbeddedChannel()
            connection = WebSocketConnection(channel: channel, limits: limits)
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
            try channel.pipeline.syncOperations.addHandlers([
                ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limits.messageBytes)),
                WebSocketSession(connection: connection, limits: limits),
            ])
        }

        func receive(_ opcode: UInt8, _ payload: [UInt8] = [], fin: Bool = true, masked: Bool = true) throws {
            let key: [UInt8] = [9, 8, 7, 6]
            var bytes: [UInt8] = [(fin ? 0x80 : 0) | opcode]
            bytes.append(UInt8(payload.count) | (masked ? 0x80 : 0))
            if masked { bytes += key }
            bytes += masked ? payload.enumerated().map { $1 ^ key[$0 % 4] } : payload
            try channel.writeInbound(ByteBuffer(bytes: bytes))
        }

        /// Opcode and payload of the next frame that was written.
        func written() throws -> (opcode: UInt8, payload: [UInt8])? {
            guard let frame = try channel.readOutbound(as: ByteBuffer.self) else { return nil }
            let bytes = Array(frame.readableBytesView)
            let headerCount = bytes[1] == 126 ? 4 : 2
            return (bytes[0] & 0x0F, Array(bytes.dropFirst(headerCount)))
        }

        func closeCode() throws -> UInt16? {
            while let frame = try written() {
                guard frame.opcode == 8, frame.payload.count >= 2 else { continue }
                return UInt16(frame.payload[0]) << 8 | UInt16(frame.payload[1])
            }
            return nil
        }

        func advance(seconds: Int64) {
            channel.embeddedEventLoop.advanceTime(by: .seconds(seconds))
        }
    }

    private func frame(_ sequence: Int64) -> RealtimeFrame {
        RealtimeFrame(.caughtUp(StreamPosition(epoch: "e", sequence: sequence)))
    }

    @Test("text reaches whoever serves the connection, pings are answered in between")
    func messages() async throws {
        let fixture = try Fixture()
        try fixture.receive(1, Array("one".utf8))
        try fixture.receive(1, Array("tw".utf8), fin: false)
        try fixture.receive(9, Array("now".utf8))
        try fixture.receive(0, Array("o".utf8))
        let pong = try #require(try fixture.written())
        #expect(pong.opcode == 10)
        #expect(pong.payload == Array("now".utf8))
        fixture.connection.ended()
        var received: [String] = []
        for await message in fixture.connection.messages { received.append(message) }
        #expect(received == ["one", "two"])
    }

    @Test("frames go out in the order in which they were sent")
    func sending() throws {
        let fixture = try Fixture()
        for sequence: Int64 in 1...3 { #expect(fixture.connection.send(frame(sequence)) == .queued) }
        for sequence in 1...3 {
            let sent = try #require(try fixture.written())
            #expect(sent.opcode == 1)
            #expect(String(decoding: sent.payload, as: UTF8.self).contains("\"seq\":\(sequence)"))
        }
        #expect(try fixture.written() == nil)
    }

    @Test("one frame for two connections is encoded once and shares its bytes")
    func sharing() throws {
        let one = try Fixture()
        let two = try Fixture()
        // The bytes of the last frame are kept, and a test beside this one may send another in between.
        let shareOnce = try (0..<100).contains { _ in
            let shared = frame(1)
            _ = one.connection.send(shared)
            _ = two.connection.send(shared)
            let first = try #require(try one.channel.readOutbound(as: ByteBuffer.self))
            let second = try #require(try two.channel.readOutbound(as: ByteBuffer.self))
            #expect(first == second)
            let addresses = [first, second].map { buffer in
                buffer.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) }
            }
            return addresses[0] == addresses[1]
        }
        #expect(shareOnce)
    }

    @Test("a full buffer takes no frame until something is written")
    func overflow() throws {
        let fixture = try Fixture { $0.outgoingBytes = 100 }
        #expect(fixture.connection.send(frame(1)) == .queued)
        let large = RealtimeFrame(.ready(StreamPosition(epoch: String(repeating: "e", count: 200), sequence: 1)))
        #expect(fixture.connection.send(large) == .overflow)
        #expect(fixture.connection.send(frame(2)) == .queued)
    }

    @Test(
        "what breaks the protocol closes the connection with its code",
        arguments: [
            (2, [1], true, true, 1003), (1, [0xFF], true, true, 1007), (1, [65], true, false, 1002),
            (3, [65], true, true, 1002),
            (0, [65], true, true, 1002), (9, [65], false, true, 1002),
        ] as [(UInt8, [UInt8], Bool, Bool, UInt16)])
    func violations(opcode: UInt8, payload: [UInt8], fin: Bool, masked: Bool, code: UInt16) throws {
        let fixture = try Fixture()
        try? fixture.receive(opcode, payload, fin: fin, masked: masked)
        #expect(try fixture.closeCode() == code)
        #expect(fixture.connection.send(frame(1)) == .closed)
        #expect(fixture.channel.isActive)
        fixture.advance(seconds: 5)
        #expect(!fixture.channel.isActive)
    }

    @Test("an oversized frame is refused by its length alone")
    func oversized() throws {
        let fixture = try Fixture()
        _ = try? fixture.channel.writeInbound(ByteBuffer(bytes: [0x81, 0xFF, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4]))
        #expect(try fixture.closeCode() == 1009)
    }

    @Test("more messages than are looked at close the connection")
    func flood() throws {
        let fixture = try Fixture { $0.waitingMessages = 2 }
        for _ in 0..<2 { try fixture.receive(1, [65]) }
        #expect(try fixture.closeCode() == nil)
        try fixture.receive(1, [65])
        #expect(try fixture.closeCode() == 4413)
    }

    @Test("whoever does not authenticate in 30 seconds is told to reconnect; whoever does stays until the token ends")
    func authentication() throws {
        let late = try Fixture()
        late.advance(seconds: 29)
        #expect(try late.closeCode() == nil)
        late.advance(seconds: 1)
        #expect(try late.closeCode() == 4408)

        let known = try Fixture { $0.heartbeat = .seconds(10_000) }
        known.connection.authenticated(for: .seconds(1_000))
        known.advance(seconds: 999)
        #expect(try known.closeCode() == nil)
        known.advance(seconds: 1)
        #expect(try known.closeCode() == 4501)
    }

    @Test("pings go out every 25 seconds, and the connection is dropped when two go unanswered")
    func heartbeats() throws {
        let fixture = try Fixture()
        fixture.connection.authenticated(for: .seconds(10_000))
        for _ in 0..<3 {
            fixture.advance(seconds: 25)
            #expect(try fixture.written()?.opcode == 9)
            try fixture.receive(10)
        }
        fixture.advance(seconds: 50)
        #expect(try fixture.written()?.opcode == 9)
        #expect(try fixture.written()?.opcode == 9)
        #expect(fixture.channel.isActive)
        fixture.advance(seconds: 25)
        #expect(!fixture.channel.isActive)
    }

    @Test("when the server stops, what waits is written, then 1001, and the client's answer ends the connection")
    func draining() throws {
        let fixture = try Fixture()
        _ = fixture.connection.send(frame(1))
        fixture.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(try fixture.written()?.opcode == 1)
        fixture.advance(seconds: 5)
        #expect(try fixture.closeCode() == 1001)
        try fixture.receive(8, [0x03, 0xE9])
        #expect(!fixture.channel.isActive)
    }

    @Test("a client's goodbye is answered, and the messages end")
    func goodbye() async throws {
        let fixture = try Fixture()
        try fixture.receive(8, [0x03, 0xE8])
        #expect(try fixture.closeCode() == 1000)
        #expect(!fixture.channel.isActive)
        #expect(fixture.connection.send(frame(1)) == .closed)
        for await message in fixture.connection.messages { Issue.record("unexpected \(message)") }
    }

    @Test("a service's goodbye carries its code and reason, once")
    func close() throws {
        let fixture = try Fixture()
        fixture.connection.close(.slowConsumer, reason: "too slow")
        fixture.connection.close(.goingAway, reason: "second")
        let frame = try #require(try fixture.written())
        #expect(frame.payload == [0x11, 0x3B] + Array("too slow".utf8))
        #expect(try fixture.written() == nil)
    }

    @Test("while the answer to a ping is unwritten, a flood of further pings adds nothing")
    func pings() throws {
        let fixture = try Fixture()
        let stalled = StalledWrites()
        try fixture.channel.pipeline.syncOperations.addHandler(stalled, position: .first)
        for _ in 0..<100 { try fixture.receive(9, [1]) }
        #expect(stalled.promises.count == 1)
        stalled.promises.removeFirst()?.succeed()
        try fixture.receive(9, [2])
        #expect(stalled.promises.count == 1)
        stalled.promises.removeFirst()?.succeed()
    }

    @Test("pings or pongs without end close the connection; many, now and again, do not", arguments: [UInt8(9), 10])
    func controlFlood(opcode: UInt8) throws {
        let fixture = try Fixture { $0.controlFrames = 5 }
        fixture.connection.authenticated(for: .seconds(10_000))
        for _ in 0..<4 {
            for _ in 0..<4 { try fixture.receive(opcode) }
            fixture.advance(seconds: 25)
            try fixture.receive(10)
            #expect(fixture.channel.isActive)
        }
        #expect(try fixture.closeCode() == nil)
        for _ in 0..<5 { try fixture.receive(opcode) }
        #expect(try fixture.closeCode() == 4414)
    }

    @Test("a client that does not read fills its buffer, and is told so once it reads")
    func slowReader() throws {
        let fixture = try Fixture { $0.outgoingFrames = 3 }
        let stalled = StalledWrites()
        try fixture.channel.pipeline.syncOperations.addHandler(stalled, position: .first)
        #expect((1...4).map { fixture.connection.send(frame($0)) } == [.queued, .queued, .queued, .overflow])
        for promise in stalled.promises { promise?.succeed() }
        #expect(fixture.connection.send(frame(5)) == .queued)
        for promise in stalled.promises.dropFirst(3) { promise?.succeed() }
    }
}

/// A network that takes nothing until it is told to.
private final class StalledWrites: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    var promises: [EventLoopPromise<Void>?] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        promises.append(promise)
    }
}
