internal import TodoDomain

/// What an operation answers when it does what it was asked to.
struct APIAnswer: Equatable, Sendable {
    /// A body of some media type.
    struct Content: Equatable, Sendable {
        let mediaType: String
        let schema: APISchema
    }

    /// A header of an answer.
    struct Header: Equatable, Sendable {
        let name: String
        let schema: APISchema
        let text: String
        /// True when every such answer has it.
        var isAlways = true
    }

    /// What can be done with the answer: an operation, and where its parameters come from.
    struct Link: Equatable, Sendable {
        /// Identity of the operation.
        let operation: String
        /// Runtime expressions by name of the parameter.
        let parameters: [String: String]
    }

    let status: Int
    /// What the status means here.
    let text: String
    var content: Content?
    var headers: [Header] = []
    var links: [Link] = []

    /// An answer of JSON.
    static func json(
        _ status: Int, _ schema: APISchema, _ text: String, headers: [Header] = [], links: [Link] = []
    ) -> APIAnswer {
        APIAnswer(
            status: status, text: text, content: Content(mediaType: "application/json", schema: schema),
            headers: headers, links: links)
    }

    /// An answer without a body.
    static func empty(_ status: Int, _ text: String, headers: [Header] = []) -> APIAnswer {
        APIAnswer(status: status, text: text, headers: headers)
    }
}

extension APIAnswer.Header {
    /// The version as a strong entity tag.
    static let entityTag = APIAnswer.Header(
        name: "ETag", schema: .text(pattern: #"^"[0-9]+"$"#),
        text: "The version, for `If-Match` and `If-None-Match`")
    /// Where what was made is.
    static let location = APIAnswer.Header(
        name: "Location", schema: .text(pattern: "^/api/", format: "uri-reference"), text: "Where it is from now on")
    /// Nothing may keep a copy.
    static let noStore = APIAnswer.Header(
        name: "Cache-Control", schema: .constant("no-store"), text: "No copy is kept")
    /// On every answer.
    static let everywhere = [
        APIAnswer.Header(
            name: "X-Correlation-ID", schema: .text(1...128, pattern: "^[A-Za-z0-9._-]+$"),
            text: "Finds the request in logs and in the audit trail"),
        APIAnswer.Header(
            name: "X-Content-Type-Options", schema: .constant("nosniff"), text: "Media types are as said"),
    ]
}
