/// One seed of a test, given to `simulate`; it knows the seeds that it belongs to.
public struct Seed: Sendable, Hashable, CustomStringConvertible {
    /// The number that decides the run.
    public let value: UInt64
    let coverage: SharedCoverage

    /// The number as text.
    public var description: String { "\(value)" }

    /// Seeds are equal when their numbers are.
    public static func == (left: Seed, right: Seed) -> Bool {
        left.value == right.value
    }

    /// Hashes the number.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(value)
    }
}
