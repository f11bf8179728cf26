internal import NIOHTTP1
internal import SidecarRules

/// A request as it came over the wire.
struct HTTPExchange: Sendable {
    /// The method, upper-case.
    var method: String
    /// Path and query as they were sent.
    var uri: String
    /// Every header, in order.
    var headers: HTTPHeaders
    /// The body; of one that is longer than the limit only as much as shows that.
    var body: [UInt8]
    /// Length of request line and headers, in bytes.
    var headLength: Int

    /// The path as it was sent, without the query and without repeated slashes.
    var path: String {
        let raw = uri.prefix { $0 != "?" }
        return "/" + raw.split(separator: "/").joined(separator: "/")
    }

    /// The query as it was sent, without the question mark; nil when there is none.
    var query: String? {
        uri.firstIndex(of: "?").map { String(uri[uri.index(after: $0)...]) }
    }

    /// The request as the rules read it; nil for a method that the sidecar has no route for.
    var sidecarRequest: SidecarRequest? {
        guard let method = SidecarRequest.Method(rawValue: method) else { return nil }
        var request = SidecarRequest(method, path, body: body)
        for (name, value) in headers {
            let name = name.lowercased()
            request.headers[name] = request.headers[name].map { "\($0), \(value)" } ?? value
        }
        // Of a repeated parameter the first value counts.
        for (name, value) in parameters where request.query[name] == nil { request.query[name] = value }
        return request
    }

    private var parameters: [(String, String)] {
        (query ?? "").split(separator: "&").map { part in
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = sides.count > 1 ? String(sides[1]) : ""
            return (
                PercentCoding.decode(String(sides[0]), plusIsSpace: true),
                PercentCoding.decode(value, plusIsSpace: true)
            )
        }
    }
}

/// An answer as it goes over the wire.
struct HTTPAnswer: Sendable {
    /// Status code.
    var status: Int
    /// Every header, in order.
    var headers: HTTPHeaders = [:]
    /// The body.
    var body: [UInt8] = []
    /// True closes the connection after the answer.
    var closes = false

    /// The answer of a rule.
    init(_ response: SidecarResponse) {
        status = response.status
        body = response.body
        for (name, value) in response.headers.sorted(by: { $0.key < $1.key }) { headers.add(name: name, value: value) }
    }

    init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
