/// Assertions that no seed of a test reached, so that they prove nothing.
public struct UnreachedAssertions: Error, Sendable, Equatable, CustomStringConvertible {
    /// Seeds that were run.
    public let seedCount: Int
    /// One line for each assertion.
    public let complaints: [String]

    /// Everything in readable lines.
    public var description: String {
        let heading = "\(complaints.count) assertions prove nothing in \(seedCount) seeds:"
        let advice = "let the steps or the faults lead there, or take the assertion out"
        return ([heading] + complaints.map { "  " + $0 } + [advice]).joined(separator: "\n")
    }
}
