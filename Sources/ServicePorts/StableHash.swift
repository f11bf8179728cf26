/// A 64-bit hash of texts and encodable values that is the same in every process and build; no defence against an
/// attacker.
///
/// Values are folded in as they encode themselves, without an intermediate form, so it costs a fraction of their JSON.
public struct StableHash: Sendable {
    /// The hash of all that was folded in (FNV-1a).
    public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    /// The hash of nothing.
    public init() {}

    /// Hash of the value's contents; throws `EncodingError`.
    public static func of(_ value: some Encodable) throws -> UInt64 {
        var hash = StableHash()
        try hash.fold(value)
        return hash.value
    }

    /// Sixteen lowercase hexadecimal digits at most.
    public var hexadecimal: String { String(value, radix: 16) }

    /// Folds the text and its length in.
    public mutating func fold(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            fold(UInt64(bytes.count))
            for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
    }

    /// Folds the word in, byte by byte no more: one step with the high bits brought down.
    public mutating func fold(_ word: UInt64) {
        let mixed = (value ^ word) &* 0x9e37_79b9_7f4a_7c15
        value = mixed ^ (mixed >> 29)
    }

    /// Folds what the value encodes in; throws `EncodingError`.
    public mutating func fold(_ encodable: some Encodable) throws {
        let encoder = StableHashEncoder(self)
        try encodable.encode(to: encoder)
        self = encoder.hash
    }
}
