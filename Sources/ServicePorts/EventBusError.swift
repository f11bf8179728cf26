/// Why a publish or subscribe failed.
public struct EventBusError: Error, Sendable, Equatable {
    /// The kind of failure.
    public enum Code: String, Sendable {
        /// The broker did not take the events; trying again is safe and may help.
        case unavailable
        /// The outcome is unknown: the broker may or may not have the events.
        case ambiguous
        /// The events can never be taken as they are.
        case invalid
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
