/// A request between an application and its sidecar, as HTTP carries it.
public struct SidecarRequest: Sendable, Equatable, Codable {
    /// The method.
    public enum Method: String, Sendable, Codable {
        /// Reads.
        case get = "GET"
        /// Does.
        case post = "POST"
        /// Puts.
        case put = "PUT"
        /// Removes.
        case delete = "DELETE"
        /// Changes; for invocations only.
        case patch = "PATCH"
        /// Reads without a body; for invocations only.
        case head = "HEAD"
        /// Asks what is possible; for invocations only.
        case options = "OPTIONS"
    }

    /// The method.
    public var method: Method
    /// The path as it was sent, percent-encoded, without the query.
    public var path: String
    /// Query parameters, decoded.
    public var query: [String: String]
    /// Headers by lower-case name.
    public var headers: [String: String]
    /// The body.
    public var body: [UInt8]

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

    /// The segments of the path without empty ones, decoded as the sidecar decodes them: `+` becomes a space.
    public var segments: [String] {
        path.split(separator: "/").map { PercentCoding.decode(String($0), plusIsSpace: true) }
    }

    /// Query parameters `metadata.<name>`, without that beginning.
    public var metadata: [String: String] {
        var found: [String: String] = [:]
        for (name, value) in query where name.hasPrefix("metadata.") { found[String(name.dropFirst(9))] = value }
        return found
    }

    /// The content type without its parameters, lower-case; nil when there is none.
    public var contentType: String? {
        headers["content-type"]?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    }
}

/// The answer to a request.
public struct SidecarResponse: Sendable, Equatable, Codable {
    /// Status code.
    public var status: Int
    /// Headers by lower-case name.
    public var headers: [String: String]
    /// The body.
    public var body: [UInt8]

    /// An answer with every field given.
    public init(_ status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Success without a body: 204.
    public static let noContent: SidecarResponse = .init(204)

    /// A JSON body.
    public static func json(_ value: SidecarJSON, status: Int = 200) -> SidecarResponse {
        SidecarResponse(status, headers: ["content-type": "application/json"], body: value.bytes)
    }

    /// True for a status from 200 to 299.
    public var isSuccess: Bool { (200..<300).contains(status) }
}
