import NIOCore
import Testing

@testable import TodoServer

@Suite("Frames of the server")
struct ServerFrameTests {
    private func bytes(_ buffer: ByteBuffer) -> [UInt8] { Array(buffer.readableBytesView) }

    @Test("the length takes one, three or nine bytes, and nothing is masked")
    func lengths() {
        #expect(bytes(ServerFrame.text(Array("hi".utf8))) == [0x81, 2, 0x68, 0x69])
        #expect(bytes(ServerFrame.text(Array(repeating: 7, count: 125))).prefix(2) == [0x81, 125])
        #expect(bytes(ServerFrame.text(Array(repeating: 7, count: 126))).prefix(4) == [0x81, 126, 0, 126])
        #expect(bytes(ServerFrame.text(Array(repeating: 7, count: 65_535))).prefix(4) == [0x81, 126, 0xFF, 0xFF])
        let large = bytes(ServerFrame.text(Array(repeating: 7, count: 65_536)))
        #expect(large.prefix(10) == [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0])
        #expect(large.count == 65_546)
    }

    @Test("control frames fit their 125 bytes, the reason cut at a character")
    func control() {
        #expect(bytes(ServerFrame.ping()) == [0x89, 0])
        #expect(bytes(ServerFrame.pong(ByteBuffer(string: "x"))) == [0x8A, 1, 0x78])
        #expect(bytes(ServerFrame.close(code: nil, reason: "ignored")) == [0x88, 0])
        #expect(bytes(ServerFrame.close(code: 4501, reason: "no")) == [0x88, 4, 0x11, 0x95, 0x6E, 0x6F])
        let long = bytes(ServerFrame.close(code: 1001, reason: String(repeating: "ک", count: 100)))
        #expect(long[1] == 124)
        #expect(String(validating: long.dropFirst(4), as: UTF8.self) == String(repeating: "ک", count: 61))
    }

    @Test(
        "a client's close is answered in kind, a malformed one with what is wrong",
        arguments: [
            ([], nil), ([0x03, 0xE8], 1000), ([0x03, 0xE8, 0x62, 0x79], 1000), ([0x0F, 0xA0], 4000), ([0x03], 1002),
            ([0x03, 0xED], 1002), ([0x03, 0xEE], 1002), ([0x03, 0xF7], 1002), ([0x00, 0x01], 1002),
            ([0xFF, 0xFF], 1002),
            ([0x03, 0xE8, 0xFF], 1007),
        ] as [([UInt8], UInt16?)])
    func peerClose(payload: [UInt8], code: UInt16?) {
        #expect(PeerClose(ByteBuffer(bytes: payload)).code == code)
    }
}
