/// Something in a file that cannot be taken, with its place, what is wrong, and what would be right.
public struct FormatFault: Error, Hashable, Codable, Sendable {
    /// The line of the file, from 1.
    public let line: Int
    /// What is wrong there and what would be right.
    public let message: String

    /// A fault of that line.
    public init(line: Int, _ message: String) {
        self.line = line
        self.message = message
    }
}

/// Everything for which one item of a file cannot be taken.
public struct FormatFailure: Error, Hashable, Sendable {
    /// The faults, at least one.
    public let faults: [FormatFault]

    /// A failure of those faults, at least one.
    public init(_ faults: [FormatFault]) {
        precondition(!faults.isEmpty, "a failure names at least one fault")
        self.faults = faults
    }
}
