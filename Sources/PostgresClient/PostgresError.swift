/// Why a call of the client failed, and what became of what it asked for.
public struct PostgresError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure.
    public enum Code: String, Sendable {
        /// The settings of the connection cannot be used.
        case settings
        /// No connection could be made in time.
        case connecting
        /// Too many callers wait for a connection already.
        case overloaded
        /// The connection broke.
        case disconnected
        /// The server refused a statement; `report` says why.
        case refused
        /// There was no answer in time.
        case timeout
        /// The calling task was cancelled.
        case cancelled
        /// An answer was not of the type it was read as.
        case decoding
    }

    /// What became of the statements.
    public enum Outcome: String, Sendable {
        /// None of them had an effect.
        case undone
        /// They may or may not have had their effect.
        case unknown
    }

    /// The kind of failure.
    public let code: Code
    /// What became of the statements.
    public let outcome: Outcome
    /// What happened, for the operator; never holds a password.
    public let message: String
    /// What the server said, when it refused.
    public let report: ServerReport?

    /// An error of that kind.
    public init(_ code: Code, _ message: String, outcome: Outcome = .undone, report: ServerReport? = nil) {
        self.code = code
        self.outcome = outcome
        self.message = message
        self.report = report
    }

    /// The state that the server named, nil when it was not the server that refused.
    public var state: SQLState? { report?.state }

    /// The kind and the message.
    public var description: String {
        outcome == .unknown ? "\(message) (the outcome is unknown)" : message
    }
}

/// What the server said of an error, by the fields of its protocol.
public struct ServerReport: Sendable, Equatable {
    /// The error's code.
    public var state: SQLState
    /// ERROR, or FATAL when the server also ended the session.
    public var severity: String
    /// What was wrong.
    public var message: String
    /// More of it.
    public var detail: String?
    /// What might help.
    public var hint: String?
    /// The constraint that did not hold.
    public var constraint: String?

    /// A report with every field given.
    public init(
        state: SQLState, severity: String, message: String, detail: String? = nil, hint: String? = nil,
        constraint: String? = nil
    ) {
        self.state = state
        self.severity = severity
        self.message = message
        self.detail = detail
        self.hint = hint
        self.constraint = constraint
    }

    /// True when the server ended the session with it.
    public var isFatal: Bool { severity == "FATAL" || severity == "PANIC" }
}
