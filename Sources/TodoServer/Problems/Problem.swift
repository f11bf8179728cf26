internal import HTTPTypes

/// A refusal as an RFC 9457 problem document.
struct Problem: Error, Equatable, Sendable {
    /// One fault of an input.
    struct Fault: Equatable, Sendable, Encodable {
        /// JSON pointer of the member at fault, empty for the whole document; of a query, `/` and the parameter's name.
        var pointer: String
        /// Machine-readable kind of fault.
        var code: String
        /// What is wrong and what would be right.
        var detail: String
        /// Where in the value the fault begins: the number of the character, from 1; nil for the value as a whole.
        var position: Int?
    }

    /// What kind of refusal it is.
    var kind: ProblemKind
    /// What is wrong with this request and what would be right.
    var detail: String
    /// Each fault of the input, when the input is at fault.
    var faults: [Fault] = []
    /// Headers that go with the answer.
    var headers: HTTPFields = [:]

    init(_ kind: ProblemKind, _ detail: String, faults: [Fault] = [], headers: HTTPFields = [:]) {
        self.kind = kind
        self.detail = detail
        self.faults = faults
        self.headers = headers
    }

    /// A refusal of an input for all of its faults.
    static func invalid(_ faults: [Fault]) -> Problem {
        let count = faults.count == 1 ? "1 field is" : "\(faults.count) fields are"
        return Problem(.invalid, "\(count) not acceptable; errors names each", faults: faults)
    }

    /// A refusal of a parameter's value for what it has at a place.
    static func invalidParameter(_ name: String, at position: Int, _ reason: String) -> Problem {
        let fault = Fault(pointer: "/" + name, code: "invalid", detail: reason, position: position)
        return Problem(.invalidParameter, "'\(name)' at character \(position): \(reason)", faults: [fault])
    }

    /// A refusal for want of a valid token, with the challenge that RFC 6750 asks for.
    static func unauthenticated(_ detail: String, error: String? = nil) -> Problem {
        let challenge = "Bearer realm=\"todo\"" + (error.map { ", error=\"\($0)\"" } ?? "")
        return Problem(.unauthenticated, detail, headers: [.wwwAuthenticate: challenge])
    }

    /// The answer to anything unforeseen: it says nothing of what happened.
    static let unforeseen: Problem = .init(
        .internalError, "The request failed for a reason that has been logged; the correlation id finds it")
}
