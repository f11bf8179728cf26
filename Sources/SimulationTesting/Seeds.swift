/// The seeds of a test, as the arguments of a parameterised one.
///
/// When the environment variable `SIMULATION_SEED` holds a number, the only element is that seed, so that a printed
/// replay command runs one seed and no other.
public struct Seeds: RandomAccessCollection, Sendable {
    private let values: ClosedRange<UInt64>
    private let coverage: SharedCoverage

    /// All seeds of the range, or the one that the environment names.
    public init(_ range: ClosedRange<UInt64>) {
        self.init(range, requested: RequestedSeed.fromEnvironment)
    }

    init(_ range: ClosedRange<UInt64>, requested: RequestedSeed) {
        values = requested.value.map { $0...$0 } ?? range
        coverage = SharedCoverage(seedCount: values.count, requested: requested)
    }

    /// Zero.
    public var startIndex: Int { 0 }
    /// The number of seeds.
    public var endIndex: Int { values.count }

    /// The seed at that place, counted from zero.
    public subscript(position: Int) -> Seed {
        Seed(value: values[values.index(values.startIndex, offsetBy: position)], coverage: coverage)
    }
}
