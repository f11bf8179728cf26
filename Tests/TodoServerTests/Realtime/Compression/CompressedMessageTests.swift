import NIOCore
import NIOEmbedded
import NIOPosix
import NIOWebSocket
import Testing
import TodoPorts

@testable import TodoServer

@Suite("Compressed messages")
struct CompressedMessageTests {
    private func inflate(_ bytes: [UInt8], atMost limit: Int = 1 << 20) throws(WebSocketViolation) -> [UInt8] {
        try MessageInflater.shared.inflate(ByteBuffer(bytes: bytes), atMost: limit)
    }

    private func code(_ bytes: [UInt8], atMost limit: Int = 1 << 20) -> UInt16? {
        do {
            _ = try inflate(bytes, atMost: limit)
            return nil
        } catch {
            return error.code.rawValue
        }
    }

    @Test(
        "the examples of RFC 7692 are read",
        arguments: [
            [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00],
            [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00],
            [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00],
            [0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00],
        ] as [[UInt8]])
    func examples(bytes: [UInt8]) throws {
        #expect(try inflate(bytes) == Array("Hello".utf8))
    }

    @Test("what is compressed comes back, whatever its length and however well it can be compressed")
    func roundTrips() throws {
        var random = SystemRandomNumberGenerator()
        for length in [0, 1, 2, 125, 126, 4_095, 4_096, 4_097, 8_192, 65_535, 65_536, 300_000] {
            let even = [UInt8](repeating: 65, count: length)
            let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            let words = (0..<length).map { UInt8(97 + ($0 * $0 / 7) % 5) }
            for message in [even, noise, words] {
                let deflated = try #require(MessageDeflater.shared.deflate(message))
                #expect(try inflate(deflated) == message, "\(length) bytes")
                #expect(deflated.suffix(4) != MessageInflater.tail[...])
            }
        }
    }

    @Test("a message is inflated to its bound and no further, and one of exactly that length is taken")
    func bound() throws {
        for limit in [10, 4_095, 4_096, 4_097, 65_536] {
            let exact = try #require(MessageDeflater.shared.deflate([UInt8](repeating: 0, count: limit)))
            #expect(try inflate(exact, atMost: limit).count == limit)
            let more = try #require(MessageDeflater.shared.deflate([UInt8](repeating: 0, count: limit + 1)))
            #expect(code(more, atMost: limit) == 1009)
        }
    }

    @Test(
        "what is no whole message is refused",
        arguments: [[0xFF], [0x07], [0xF2, 0x48, 0xCD], [0x00, 0x05, 0x00, 0xFA, 0xFE], [0x04, 0x01]] as [[UInt8]])
    func broken(bytes: [UInt8]) {
        #expect(code(bytes) == 1007)
        #expect(code([0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]) == nil, "what broke before leaves nothing behind")
    }

    @Test("frames are compressed where that makes them smaller, and are what they were")
    func frames() {
        let short = Array("{\"type\":\"presence\",\"connections\":3}".utf8)
        #expect(ServerFrame.compressedText(short) == ServerFrame.text(short))
        let long = Array(String(repeating: "{\"title\":\"دودھ خریدنا\"}", count: 40).utf8)
        var bytes = Array(ServerFrame.compressedText(long).readableBytesView)
        #expect(bytes.count < long.count / 4)
        let frame = SocketEnd.takeFrame(from: &bytes)
        #expect(frame?.isCompressed == true)
        #expect(frame?.text == String(decoding: long, as: UTF8.self))
        var random = SystemRandomNumberGenerator()
        let noise = (0..<400).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(ServerFrame.compressedText(noise) == ServerFrame.text(noise))
    }

    @Test("in one room each socket gets frames as it agreed, and both kinds the same words", arguments: [2, 20])
    func rooms(count: Int) async throws {
        let group = SocketEnd.group
        let room = WebSocketRooms().makeRoom()
        var ends: [SocketEnd] = []
        for index in 0..<count {
            ends.append(try await SocketEnd(on: group.next(), compresses: index % 2 == 0))
        }
        for end in ends { room.add(end.connection) }
        let epoch = String(repeating: "e", count: 500)
        for sequence in 1...50 {
            let frame = RealtimeFrame(.caughtUp(StreamPosition(epoch: epoch, sequence: Int64(sequence))))
            #expect(room.send(frame) == [])
        }
        let expected = try (1...50).map {
            try RealtimeFrame(.caughtUp(StreamPosition(epoch: epoch, sequence: Int64($0)))).encoded()
        }.map { String(decoding: $0, as: UTF8.self) }
        for (index, end) in ends.enumerated() {
            let frames = end.next(50)
            #expect(frames.map(\.text) == expected)
            #expect(frames.allSatisfy { $0.isCompressed == (index % 2 == 0) })
        }
        for end in ends { room.remove(end.connection.id) }
        #expect(room.send(RealtimeFrame(.presence(connections: 1))) == [])
        for end in ends { end.hangUp() }
    }
}
