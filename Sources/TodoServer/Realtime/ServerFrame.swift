internal import NIOCore
internal import NIOWebSocket

/// Frames of a server: never masked, never in pieces, so the same bytes serve every socket.
enum ServerFrame {
    /// Wire bytes of a text frame.
    static func text(_ payload: [UInt8]) -> ByteBuffer {
        encode(.text, payload)
    }

    /// Shorter payloads are sent as they are: they would hardly become smaller.
    static let fewestBytesToCompress = 128

    /// Wire bytes of a text frame for sockets that agreed to compress, compressed where that makes it smaller.
    static func compressedText(_ payload: [UInt8]) -> ByteBuffer {
        guard payload.count >= fewestBytesToCompress, let deflated = MessageDeflater.shared.deflate(payload),
            deflated.count < payload.count
        else { return text(payload) }
        return encode(.text, deflated, isCompressed: true)
    }

    /// Wire bytes of a ping.
    static func ping() -> ByteBuffer {
        encode(.ping, [])
    }

    /// Wire bytes of the answer to a ping.
    static func pong(_ payload: ByteBuffer) -> ByteBuffer {
        encode(.pong, Array(payload.readableBytesView))
    }

    /// Wire bytes of a close frame; the reason is cut to the 123 bytes that there is room for, at a character.
    static func close(code: UInt16?, reason: String) -> ByteBuffer {
        guard let code else { return encode(.connectionClose, []) }
        var short = Substring(reason)
        while short.utf8.count > 123 { short.removeLast() }
        return encode(.connectionClose, [UInt8(code >> 8), UInt8(code & 0xFF)] + Array(short.utf8))
    }

    private static func encode(
        _ opcode: WebSocketOpcode, _ payload: [UInt8], isCompressed: Bool = false
    ) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(payload.count + 10)
        buffer.writeInteger(UInt8(isCompressed ? 0xC0 : 0x80) | UInt8(webSocketOpcode: opcode))
        switch payload.count {
        case ...125: buffer.writeInteger(UInt8(payload.count))
        case ...Int(UInt16.max):
            buffer.writeInteger(UInt8(126))
            buffer.writeInteger(UInt16(payload.count))
        default:
            buffer.writeInteger(UInt8(127))
            buffer.writeInteger(UInt64(payload.count))
        }
        buffer.writeBytes(payload)
        return buffer
    }
}
