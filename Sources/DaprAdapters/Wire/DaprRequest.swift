/// A request between an application and its sidecar, as HTTP carries it.
public struct DaprRequest: Sendable, Equatable {
    /// The method.
    public enum Method: String, Sendable {
        /// Reads.
        case get = "GET"
        /// Does.
        case post = "POST"
        /// Puts.
        case put = "PUT"
        /// Removes.
        case delete = "DELETE"
    }

    /// The method.
    public var method: Method
    /// The path as it is sent, percent-encoded, without the query.
    public var path: String
    /// Query parameters, not encoded.
    public var query: [String: String]
    /// Headers by lower-case name.
    public var headers: [String: String]
    /// The body.
    public var body: [UInt8]
    /// True sends the body in chunks, without its length: a sidecar never repeats such a request by itself.
    public var isUnsized = false

    /// A request with every field given; names of headers are made lower-case.
    public init(
        _ method: Method, _ path: String, query: [String: String] = [:], headers: [String: String] = [:],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = [:]
        self.body = body
        for (name, value) in headers { self.headers[name.lowercased()] = value }
    }

    /// The path with the query, percent-encoded, parameters in order of their names.
    public var target: String {
        guard !query.isEmpty else { return path }
        let parameters = query.sorted { $0.key < $1.key }.map { name, value in
            "\(DaprPath.encode(name))=\(DaprPath.encode(value))"
        }
        return path + "?" + parameters.joined(separator: "&")
    }
}
