/// One thing wrong with an input.
public struct ValidationFault: Hashable, Codable, Sendable {
    /// The kind of fault, for programs.
    public enum Code: String, Codable, Sendable {
        /// A value of another JSON type was given.
        case wrongType = "wrong_type"
        /// A field that must be there is not.
        case missing
        /// A field that nobody knows.
        case unknownField = "unknown_field"
        /// Text or list too short.
        case tooShort = "too_short"
        /// Text or list too long.
        case tooLong = "too_long"
        /// A value that is not among or of the form of those accepted.
        case invalid
        /// A value given twice.
        case duplicate
        /// A value that does not go with another one.
        case conflict
    }

    /// JSON pointer (RFC 6901) to the value at fault; empty for the whole input.
    public let pointer: String
    /// The kind of fault.
    public let code: Code
    /// What is wrong and what would be right.
    public let message: String

    /// A fault at a place.
    public init(pointer: String, code: Code, message: String) {
        self.pointer = pointer
        self.code = code
        self.message = message
    }
}

/// Everything wrong with an input, at once.
public struct ValidationFailure: Error, Hashable, Codable, Sendable {
    /// The faults, at least one, by place.
    public let faults: [ValidationFault]

    /// A failure of those faults, at least one.
    public init(_ faults: [ValidationFault]) {
        precondition(!faults.isEmpty, "a failure names at least one fault")
        self.faults = faults.sorted { ($0.pointer, $0.message) < ($1.pointer, $1.message) }
    }

    /// A failure of one fault.
    public init(pointer: String, code: ValidationFault.Code, message: String) {
        self.init([ValidationFault(pointer: pointer, code: code, message: message)])
    }
}
