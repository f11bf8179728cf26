/// A setting that cannot be used, in one line that says which, why and what would do.
public struct KafkaSettingsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was wrong and what would be right; holds no secret.
    public let message: String

    /// An error with that message.
    public init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
