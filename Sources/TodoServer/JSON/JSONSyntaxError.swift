/// Where and why bytes are not JSON.
package struct JSONSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was found and what would be right.
    package let message: String
    /// Bytes before the fault.
    package let offset: Int
    /// Line of the fault, from 1.
    package let line: Int
    /// Column of the fault in bytes, from 1.
    package let column: Int

    init(_ message: String, at offset: Int, in bytes: [UInt8]) {
        self.message = message
        self.offset = offset
        let before = bytes[..<min(offset, bytes.count)]
        line = before.count { $0 == UInt8(ascii: "\n") } + 1
        column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
    }

    /// The message with its place.
    package var description: String {
        "\(message) at line \(line), column \(column)"
    }
}
