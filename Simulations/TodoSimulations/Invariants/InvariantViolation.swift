/// An invariant that does not hold, with what shows it.
public struct InvariantViolation: Error, Sendable, Equatable, CustomStringConvertible {
    /// Which invariant.
    public let invariant: InvariantName
    /// What was found and what would have been right.
    public let message: String

    /// A violation of that invariant.
    public init(_ invariant: InvariantName, _ message: String) {
        self.invariant = invariant
        self.message = message
    }

    /// Name and finding in one line.
    public var description: String { "\(invariant.rawValue): \(message)" }
}
