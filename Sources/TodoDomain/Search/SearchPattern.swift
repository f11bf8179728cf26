/// A text to look for in others, byte by byte, in time that grows with the other text only, whatever either holds.
public struct SearchPattern: Hashable, Sendable {
    private let bytes: [UInt8]
    /// After each byte, how many of the pattern's first bytes end there too (Knuth, Morris and Pratt).
    private let overlaps: [Int]

    /// A pattern of that text, which should be folded if the others are.
    public init(_ text: String) {
        bytes = Array(text.utf8)
        var overlaps = Array(repeating: 0, count: bytes.count)
        var length = 0
        for index in bytes.indices.dropFirst() {
            while length > 0, bytes[index] != bytes[length] { length = overlaps[length - 1] }
            if bytes[index] == bytes[length] { length += 1 }
            overlaps[index] = length
        }
        self.overlaps = overlaps
    }

    /// True when the text has the pattern somewhere; every text has the empty one.
    public func occurs(in text: String) -> Bool {
        var text = text
        return text.withUTF8 { occurs(in: $0) }
    }

    private func occurs(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = bytes.first else { return true }
        return bytes.withUnsafeBufferPointer { bytes in
            var length = 0
            for byte in text {
                if length == 0, byte != first { continue }
                while length > 0, byte != bytes[length] { length = overlaps[length - 1] }
                if byte == bytes[length] { length += 1 }
                if length == bytes.count { return true }
            }
            return false
        }
    }
}
