internal import TodoDomain

/// A request that is documented with its answer; the tests carry each of them out.
struct APIExample: Equatable, Sendable {
    /// Whose examples they are.
    static let user = "ada"

    /// Names it among all examples, in words joined by dashes.
    let name: String
    /// What it shows.
    let text: String
    /// Names of the examples that come before it, in this order, on an empty account.
    var after: [String] = []
    /// Parts of the path, but for the user.
    var path: [String: String] = [:]
    /// Query, percent-encoded.
    var query: String?
    /// Headers beside the token and the body's type.
    var headers: [String: String] = [:]
    /// JSON, or the text of a file.
    var body: JSONValue?
    /// The body's type.
    var mediaType = "application/json"
    /// The answer's status.
    let status: Int
    /// The answer's body; nil when it has none, or one that is not told here.
    var answer: JSONValue?
    /// JSON pointers to what is another value each time.
    var varying: [String] = []
}
