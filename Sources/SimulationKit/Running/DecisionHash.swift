/// A rolling 64-bit hash of everything that a run decided; equal runs have equal hashes.
struct DecisionHash: Sendable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Folds one word in: multiply by an odd constant, then bring the high bits down.
    @inline(__always)
    mutating func fold(_ word: UInt64) {
        let mixed = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
        value = mixed ^ (mixed >> 29)
    }

    /// A hash of the text that is the same in every process; never `Hasher`, which is seeded per process.
    static func stable(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return hash
    }
}
