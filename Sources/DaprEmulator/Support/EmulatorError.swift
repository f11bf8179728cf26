/// Why an emulator cannot be set up: what is wrong, where, and what would be right.
public struct EmulatorError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The explanation in one line.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
