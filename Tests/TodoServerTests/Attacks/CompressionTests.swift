import Foundation
import NIOCore
import NIOEmbedded
import NIOWebSocket
import Testing

@testable import TodoServer

@Suite("Attack: compressed messages that are not what they seem")
struct CompressionTests {
    /// A session whose handshake agreed to compress, or not.
    private struct Fixture {
        let channel = EmbeddedChannel()
        let connection: WebSocketConnection

        init(compresses: Bool = true) throws {
            connection = WebSocketConnection(channel: channel, limits: .init(), compresses: compresses)
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
            try channel.pipeline.syncOperations.addHandlers([
                ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: WebSocketLimits().messageBytes)),
                WebSocketSession(connection: connection, limits: .init()),
            ])
        }

        /// Sends a frame with that first byte.
        func receive(_ first: UInt8, _ payload: [UInt8]) throws {
            var bytes: [UInt8] = [first]
            switch payload.count {
            case ...125: bytes.append(0x80 | UInt8(payload.count))
            default: bytes += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
            }
            bytes += [0, 0, 0, 0] + payload
            try channel.writeInbound(ByteBuffer(bytes: bytes))
        }

        /// The close code that was written, if any.
        func closeCode() throws -> UInt16? {
            while let buffer = try channel.readOutbound(as: ByteBuffer.self) {
                let bytes = Array(buffer.readableBytesView)
                if bytes[0] == 0x88 { return UInt16(bytes[2]) << 8 | UInt16(bytes[3]) }
            }
            return nil
        }

        func messages() async -> [String] {
            connection.ended()
            var messages: [String] = []
            for await message in connection.messages { messages.append(message) }
            return messages
        }
    }

    private static let hello: [UInt8] = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]

    @Test("messages come compressed or not, whole or in pieces, with pings in between")
    func messages() async throws {
        let fixture = try Fixture()
        try fixture.receive(0xC1, Self.hello)
        try fixture.receive(0x81, Array("plain".utf8))
        try fixture.receive(0x41, Array(Self.hello.prefix(3)))
        try fixture.receive(0x89, [1])
        try fixture.receive(0x00, Array(Self.hello.dropFirst(3).prefix(2)))
        try fixture.receive(0x80, Array(Self.hello.dropFirst(5)))
        let urdu = try #require(MessageDeflater.shared.deflate(Array("دودھ".utf8)))
        try fixture.receive(0xC1, urdu)
        #expect(try fixture.closeCode() == nil)
        #expect(await fixture.messages() == ["Hello", "plain", "Hello", "دودھ"])
    }

    @Test(
        "the bit for compression is refused where it was not agreed, and where it has no place",
        arguments: [
            (false, [0xC1]), (true, [0xC9]), (true, [0xCA]), (true, [0xC8]), (true, [0x41, 0xC0]),
            (true, [0x01, 0xC0]),
            (true, [0xE1]), (true, [0xD1]), (true, [0xA1]), (false, [0x41]),
        ] as [(Bool, [UInt8])])
    func reservedBit(compresses: Bool, frames: [UInt8]) throws {
        let fixture = try Fixture(compresses: compresses)
        for first in frames { try? fixture.receive(first, Self.hello) }
        #expect(try fixture.closeCode() == 1002)
    }

    @Test("binary stays refused, as do broken data and text that is no UTF-8 once it is inflated")
    func contents() throws {
        let binary = try Fixture()
        try? binary.receive(0xC2, Self.hello)
        #expect(try binary.closeCode() == 1003)
        for payload in [[0xFF, 0xFF], MessageDeflater.shared.deflate([0xC3, 0x28]) ?? []] as [[UInt8]] {
            let fixture = try Fixture()
            try? fixture.receive(0xC1, payload)
            #expect(try fixture.closeCode() == 1007)
        }
    }

    @Test("a kilobyte that would be a megabyte is refused at the bound, however often, and takes no memory")
    func bombs() throws {
        let bomb = try #require(MessageDeflater.shared.deflate([UInt8](repeating: 0, count: 1 << 20)))
        #expect(bomb.count < 2_048)
        func attack(_ times: Int) throws {
            for _ in 0..<times {
                let fixture = try Fixture()
                try? fixture.receive(0xC1, bomb)
                #expect(try fixture.closeCode() == 1009)
                _ = try? fixture.channel.finish()
            }
        }
        try attack(50)
        let before = CompressionTests.residentKilobytes
        try attack(500)
        // 500 megabytes, had they been inflated and kept; other tests of the process may take some meanwhile.
        #expect(CompressionTests.residentKilobytes - before < 200_000)
    }

    @Test("a bomb in pieces and one of many streams are refused as well")
    func fragmentedBombs() throws {
        let bomb = try #require(MessageDeflater.shared.deflate([UInt8](repeating: 0, count: 1 << 20)))
        let pieces = try Fixture()
        try? pieces.receive(0x41, Array(bomb.prefix(100)))
        try? pieces.receive(0x80, Array(bomb.dropFirst(100)))
        #expect(try pieces.closeCode() == 1009)
        // Thirty thousand empty streams with an end each: long to read if each cost more than a little.
        let empty = try Fixture()
        let ends: [UInt8] = (0..<30_000).flatMap { _ in [0x03, 0x00] as [UInt8] }
        try empty.receive(0xC1, ends + [0x00])
        #expect(try empty.closeCode() == nil)
    }

    private static var residentKilobytes: Int {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
    }
}
