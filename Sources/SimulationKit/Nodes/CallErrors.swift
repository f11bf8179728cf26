/// How a caller of a remote part learns of a failure, in the part's own error type.
public struct CallErrors: Sendable {
    /// Nothing happened; the text says why.
    public let unavailable: @Sendable (String) -> any Error
    /// It may or may not have happened; the text says why.
    public let ambiguous: @Sendable (String) -> any Error

    /// The part's two errors.
    public init(
        unavailable: @escaping @Sendable (String) -> any Error, ambiguous: @escaping @Sendable (String) -> any Error
    ) {
        self.unavailable = unavailable
        self.ambiguous = ambiguous
    }
}
