import NIOCore
import NIOWebSocket
import Testing
import TodoPorts

@testable import TodoServer

@Suite("Messages out of frames")
struct MessageAssemblerTests {
    private static let limits: WebSocketLimits = {
        var limits = WebSocketLimits()
        limits.messageBytes = 10
        limits.fragmentsPerMessage = 3
        return limits
    }()

    private func frame(_ opcode: WebSocketOpcode, _ bytes: [UInt8], fin: Bool = true) -> WebSocketFrame {
        let key: WebSocketMaskingKey = [1, 2, 3, 4]
        var data = ByteBuffer(bytes: bytes)
        data.webSocketMask(key)
        return WebSocketFrame(fin: fin, opcode: opcode, maskKey: key, data: data)
    }

    /// What frames make of one assembler: the messages, then the code with which it refused, if it did.
    private func outcome(_ frames: WebSocketFrame...) -> (messages: [String], code: UInt16?) {
        var assembler = MessageAssembler(limits: Self.limits)
        var messages: [String] = []
        do throws(WebSocketViolation) {
            for frame in frames {
                if let message = try assembler.take(frame) { messages.append(message) }
            }
            return (messages, nil)
        } catch {
            return (messages, error.code.rawValue)
        }
    }

    @Test("a message comes whole or in fragments, cut anywhere, one after the other")
    func messages() {
        let urdu = Array("کام".utf8)
        let outcome = outcome(
            frame(.text, Array("hello".utf8)), frame(.text, [urdu[0]], fin: false),
            frame(.continuation, Array(urdu[1..<4]), fin: false), frame(.continuation, Array(urdu[4...])),
            frame(.text, []), frame(.text, Array("0123456789".utf8)))
        #expect(outcome.messages == ["hello", "کام", "", "0123456789"])
        #expect(outcome.code == nil)
    }

    @Test("a message over the limit is refused with 1009, in one frame, in several, and in too many")
    func bounds() {
        let six = Array(repeating: UInt8(65), count: 6)
        #expect(outcome(frame(.text, six + six)).code == 1009)
        #expect(outcome(frame(.text, six, fin: false), frame(.continuation, six, fin: false)).code == 1009)
        let empty = frame(.continuation, [], fin: false)
        #expect(outcome(frame(.text, [], fin: false), empty, empty).code == nil)
        #expect(outcome(frame(.text, [], fin: false), empty, empty, empty).code == 1009)
    }

    @Test("binary is refused with 1003, text that is no UTF-8 with 1007, and frames out of order with 1002")
    func violations() throws {
        #expect(outcome(frame(.binary, [1])).code == 1003)
        #expect(outcome(frame(.text, [0xC3, 0x28])).code == 1007)
        #expect(outcome(frame(.text, [0xD8], fin: false), frame(.continuation, [0x41])).code == 1007)
        #expect(outcome(frame(.continuation, [65])).code == 1002)
        #expect(outcome(frame(.text, [65], fin: false), frame(.text, [65])).code == 1002)
        let reserved = try #require(WebSocketOpcode(encodedWebSocketOpcode: 0x3))
        #expect(outcome(frame(reserved, [65])).code == 1002)
        #expect(outcome(frame(.text, [65]), frame(.continuation, [65])).messages == ["A"])
    }
}
