internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import TodoDomain

extension Request {
    /// The body as JSON; throws a `Problem` when it is too large, of another media type or malformed.
    func json() async throws -> JSONValue {
        try requireJSONType()
        return try Request.parse(try await bodyBytes())
    }

    /// The body as JSON, or nil when it is empty; throws a `Problem` as `json` does.
    func optionalJSON() async throws -> JSONValue? {
        let bytes = try await bodyBytes()
        guard !bytes.isEmpty else { return nil }
        try requireJSONType()
        return try Request.parse(bytes)
    }

    private func requireJSONType() throws(Problem) {
        if let type = headers[.contentType], !Request.isJSON(type) {
            throw Problem(.unsupportedMediaType, "Content-Type is '\(type)'; expected application/json")
        }
    }

    private static func parse(_ bytes: [UInt8]) throws(Problem) -> JSONValue {
        do {
            return try JSONReader.read(bytes)
        } catch {
            let fault = Problem.Fault(pointer: "", code: "malformed_json", detail: error.description)
            throw Problem(.malformedJSON, error.description, faults: [fault])
        }
    }

    /// Checks that the body is empty or an object without members, for requests that carry no data.
    func expectNoInput() async throws {
        let bytes = try await bodyBytes()
        guard !bytes.isEmpty else { return }
        let value: JSONValue
        do { value = try JSONReader.read(bytes) } catch { throw Problem(.malformedJSON, error.description) }
        var reader = JSONObjectReader(value)
        try reader.finish()
    }

    private func bodyBytes() async throws -> [UInt8] {
        // What is small when it comes may be huge once it is unpacked, and nothing that is taken here is large.
        if let coding = headers[.contentEncoding], coding.lowercased() != "identity" {
            throw Problem(
                .unsupportedMediaType, "Content-Encoding is '\(coding)'; send the body as it is",
                headers: [.acceptEncoding: "identity"])
        }
        RequestProgress.current?.stage = .reading
        defer { RequestProgress.current?.stage = .answering }
        let limit = TodoRequestContext.maximumBodyBytes
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit { throw Problem.bodyTooLarge }
        return Array(buffer: try await body.collect(upTo: limit))
    }

    /// True for `application/json` and types that end in `+json`, parameters aside.
    private static func isJSON(_ contentType: String) -> Bool {
        let type = contentType.prefix { $0 != ";" }.trimmingSuffix(while: { $0 == " " }).lowercased()
        return type == "application/json" || (type.hasPrefix("application/") && type.hasSuffix("+json"))
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
        guard let last = lastIndex(where: { !isTrimmed($0) }) else { return "" }
        return self[...last]
    }
}
