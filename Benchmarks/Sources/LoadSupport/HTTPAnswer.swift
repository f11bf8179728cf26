import Glibc

/// One answer of HTTP/1.1 among the bytes of a server.
package struct HTTPAnswer {
    /// The status code.
    package let status: Int
    /// Where the body is.
    package let body: Range<Int>

    private static let endOfHead = Array("\r\n\r\n".utf8)
    private static let length = Array("\r\ncontent-length:".utf8)

    /// The answer at the beginning of the bytes; nil when it is not whole; throws when its length is not told.
    package init?(_ bytes: UnsafeRawBufferPointer) throws {
        guard bytes.count > 12, let end = bytes.place(of: HTTPAnswer.endOfHead) else { return nil }
        status = HTTPAnswer.number(bytes, at: 9)
        let head = UnsafeRawBufferPointer(rebasing: bytes[..<end])
        guard let place = HTTPAnswer.place(of: HTTPAnswer.length, in: head) else {
            guard status == 204 else {
                throw LoadError(description: "an answer with status \(status) does not tell its length")
            }
            body = (end + 4)..<(end + 4)
            return
        }
        let length = HTTPAnswer.number(head, at: place + HTTPAnswer.length.count)
        guard bytes.count >= end + 4 + length else { return nil }
        body = (end + 4)..<(end + 4 + length)
    }

    /// The number from there on, after spaces.
    private static func number(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Int {
        var place = start
        while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
        var number = 0
        while place < bytes.count, (48...57).contains(bytes[place]) {
            number = number * 10 + Int(bytes[place] - 48)
            place += 1
        }
        return number
    }

    /// Where the text of small letters is, whatever letters the head has.
    private static func place(of sought: [UInt8], in head: UnsafeRawBufferPointer) -> Int? {
        guard head.count >= sought.count else { return nil }
        for start in 0...(head.count - sought.count) where head[start] == 13 {
            if sought.indices.allSatisfy({ head[start + $0] | ($0 < 2 ? 0 : 32) == sought[$0] | ($0 < 2 ? 0 : 32) }) {
                return start
            }
        }
        return nil
    }
}
