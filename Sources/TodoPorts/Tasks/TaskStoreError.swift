/// Why a call of the task store failed.
public struct TaskStoreError: Error, Sendable, Equatable {
    /// The kind of failure.
    public enum Code: String, Sendable {
        /// Somebody else committed first; nothing happened, read again and decide again.
        case conflict
        /// The store could not be reached; nothing happened.
        case unavailable
        /// The outcome of a commit is unknown.
        case ambiguous
    }

    /// The kind of failure.
    public let code: Code
    /// What happened, for the operator.
    public let message: String

    /// An error of that kind.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
