import CEpoll
import Glibc

/// One WebSocket frame among the bytes of a server.
package struct Frame {
    package let opcode: UInt8
    package let payload: Range<Int>

    /// The frame that begins there; nil when it is not whole.
    package init?(_ bytes: UnsafeRawBufferPointer, at start: Int) {
        guard bytes.count >= start + 2 else { return nil }
        opcode = bytes[start] & 0x0F
        var length = Int(bytes[start + 1] & 0x7F)
        var begin = start + 2
        let extra = length == 126 ? 2 : length == 127 ? 8 : 0
        guard bytes.count >= begin + extra else { return nil }
        if extra > 0 {
            length = 0
            for offset in 0..<extra { length = length << 8 | Int(bytes[begin + offset]) }
            begin += extra
        }
        guard bytes.count >= begin + length else { return nil }
        payload = begin..<(begin + length)
    }

    /// A client's text frame; its mask is all zeros, which RFC 6455 allows and which costs nothing.
    package static func text(_ payload: [UInt8]) -> [UInt8] { frame(0x81, payload) }

    package static func pong(_ payload: UnsafeRawBufferPointer) -> [UInt8] { frame(0x8A, Array(payload)) }

    private static func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
        let length: [UInt8] =
            payload.count < 126
            ? [0x80 | UInt8(payload.count)] : [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        return [first] + length + [0, 0, 0, 0] + payload
    }
}

/// What an event carries for the measurement: `t=` and the instant at which it was due, `;n=` and its number.
package struct Mark {
    package let due: UInt64
    package let number: Int

    private static let begin = Array("t=0".utf8)

    package init?(_ payload: UnsafeRawBufferPointer) {
        guard let found = payload.place(of: Mark.begin) else { return nil }
        let start = found + 2
        guard start + 24 <= payload.count, payload[start + 20] == UInt8(ascii: ";") else { return nil }
        var due: UInt64 = 0
        for place in start..<(start + 20) { due = due &* 10 &+ UInt64(payload[place] &- 48) }
        var number = 0
        var place = start + 23
        while place < payload.count, (48...57).contains(payload[place]) {
            number = number * 10 + Int(payload[place] - 48)
            place += 1
        }
        self.due = due
        self.number = number
    }
}

extension UnsafeRawBufferPointer {
    /// Where the bytes first are; nil when they are nowhere.
    package func place(of sought: [UInt8]) -> Int? {
        guard let base = baseAddress, let found = memmem(base, count, sought, sought.count) else { return nil }
        return UnsafeRawPointer(found) - base
    }
}
