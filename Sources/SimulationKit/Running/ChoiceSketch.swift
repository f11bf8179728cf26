/// An estimate of how many distinct things were seen, of fixed size and good to about two percent: a HyperLogLog
/// sketch (Flajolet, Fusy, Gandouet and Meunier, 2007).
public struct ChoiceSketch: Sendable, Equatable {
    private static let registerCount = 4_096
    private var registers = ContiguousArray<UInt8>(repeating: 0, count: ChoiceSketch.registerCount)

    /// A sketch that has seen nothing.
    public init() {}

    /// Takes note of a thing by its hash, all of whose bits must be well mixed.
    @inline(__always)
    mutating func insert(_ hash: UInt64) {
        let index = Int(truncatingIfNeeded: hash >> 52)
        let rank = UInt8(truncatingIfNeeded: (hash << 12 | 1 << 11).leadingZeroBitCount + 1)
        if rank > registers[index] { registers[index] = rank }
    }

    /// Takes note of all that another sketch has seen.
    public mutating func formUnion(_ other: ChoiceSketch) {
        for index in registers.indices { registers[index] = max(registers[index], other.registers[index]) }
    }

    /// About how many distinct things were seen.
    public var estimatedCount: Int {
        let count = Double(ChoiceSketch.registerCount)
        var sum = 0.0
        for register in registers { sum += 1 / Double(UInt64(1) << UInt64(register)) }
        let estimate = 0.7213 / (1 + 1.079 / count) * count * count / sum
        let empty = registers.count { $0 == 0 }
        return Int((empty > 0 && estimate <= 2.5 * count ? fewThings(empty) : estimate).rounded())
    }

    /// How many things fill all but so many registers on average, each as likely to fall into one as into another.
    private func fewThings(_ empty: Int) -> Double {
        guard empty < ChoiceSketch.registerCount else { return 0 }
        let count = Double(ChoiceSketch.registerCount)
        return (empty + 1...ChoiceSketch.registerCount).reduce(0) { $0 + count / Double($1) }
    }
}
