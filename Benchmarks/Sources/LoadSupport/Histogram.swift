/// Counts of values in buckets that grow with them: each power of two has 128, so that a value is off by under 1 %.
package struct Histogram {
    private static let bits = 7
    private var buckets = [UInt64](repeating: 0, count: (64 - bits + 1) << bits)
    package private(set) var count: UInt64 = 0
    package private(set) var largest: UInt64 = 0

    package init() {}

    package mutating func add(_ value: UInt64) {
        buckets[Histogram.index(of: value)] += 1
        count += 1
        largest = max(largest, value)
    }

    /// The value below which so large a share of all lies, 0 when there is none.
    package func quantile(_ share: Double) -> UInt64 {
        guard count > 0 else { return 0 }
        let wanted = max(1, UInt64((share * Double(count)).rounded(.up)))
        var reached: UInt64 = 0
        for (index, here) in buckets.enumerated() {
            reached += here
            if reached >= wanted { return min(largest, Histogram.value(at: index)) }
        }
        return largest
    }

    private static func index(of value: UInt64) -> Int {
        guard value >> UInt64(bits) > 0 else { return Int(value) }
        let shift = 63 - value.leadingZeroBitCount - bits
        return (shift + 1) << bits + Int(value >> UInt64(shift)) - 1 << bits
    }

    private static func value(at index: Int) -> UInt64 {
        let shift = index >> bits - 1
        guard shift >= 0 else { return UInt64(index) }
        return UInt64(index & (1 << bits - 1) | 1 << bits) << UInt64(shift)
    }
}
