/// A small fast generator (xoshiro256++) whose start is derived from a seed and the name of its stream.
public struct RandomStream: Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// The stream of that name under a seed; different names give unrelated sequences.
    public init(seed: UInt64, name: StreamName) {
        var word = seed ^ RandomStream.scramble(name.salt)
        func next() -> UInt64 {
            word &+= 0x9E37_79B9_7F4A_7C15
            return RandomStream.scramble(word)
        }
        state = (next(), next(), next(), next())
    }

    /// Sixty-four uniformly distributed bits.
    public mutating func next() -> UInt64 {
        let sum = state.0 &+ state.3
        let result = ((sum << 23) | (sum >> 41)) &+ state.0
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = (state.3 << 45) | (state.3 >> 19)
        return result
    }

    /// A whole number in `0..<bound`, each equally likely; `bound` is at least 1.
    @inline(__always)
    public mutating func below(_ bound: UInt64) -> UInt64 {
        precondition(bound > 0, "a draw below zero has no outcome")
        var (high, low) = next().multipliedFullWidth(by: bound)
        if low < bound {
            let rejected = (0 &- bound) % bound
            while low < rejected { (high, low) = next().multipliedFullWidth(by: bound) }
        }
        return high
    }

    /// An index in `0..<count`, each equally likely; `count` is at least 1.
    @inline(__always)
    public mutating func index(below count: Int) -> Int {
        Int(truncatingIfNeeded: below(UInt64(count)))
    }

    /// A whole number in `range`, each equally likely.
    public mutating func number(in range: ClosedRange<Int64>) -> Int64 {
        let width = UInt64(bitPattern: range.upperBound &- range.lowerBound)
        guard width < .max else { return Int64(bitPattern: next()) }
        return range.lowerBound &+ Int64(bitPattern: below(width + 1))
    }

    /// True that many times in a million draws on average.
    public mutating func chance(perMillion rate: Int64) -> Bool {
        rate > 0 && below(1_000_000) < UInt64(rate)
    }

    /// A roughly exponential whole number of that mean, made of integers only so that every machine agrees.
    public mutating func exponential(mean: Int64) -> Int64 {
        let bits = next() | 1
        let zeros = Int64(bits.leadingZeroBitCount)
        let fraction = Int64(truncatingIfNeeded: (bits << UInt64(zeros + 1)) >> 48)
        // -log2 of a uniform number, linear between powers of two, in 65,536ths; times ln 2.
        let negativeLog = (zeros + 1) * 65_536 - fraction
        let (product, overflow) = mean.multipliedReportingOverflow(by: negativeLog)
        guard !overflow else { return mean }
        return product / 65_536 * 693 / 1_000
    }

    private static func scramble(_ word: UInt64) -> UInt64 {
        var mixed = word
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
