import HTTPTypes
import TodoDomain

@testable import TodoServer

/// Compares answers with what the document says of the operation that gave them.
struct APIConformance {
    let operations: [APIOperation]
    private let document: JSONValue

    init(_ operations: [APIOperation]) {
        self.operations = operations
        document = OpenAPIDocument(operations: operations).json
    }

    /// The operation of a method and a path without query; nil when there is none.
    func operation(_ method: HTTPRequest.Method, _ path: String) -> APIOperation? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let candidates = operations.filter { operation in
            let wanted = operation.path.split(separator: "/", omittingEmptySubsequences: false)
            return wanted.count == parts.count
                && zip(wanted, parts).allSatisfy { $0 == $1 || ($0.hasPrefix("{") && !$1.isEmpty) }
        }
        // A path that has the part by name goes before one that has a parameter there, whatever their methods.
        let nearest = candidates.min { $0.path.count { $0 == "{" } < $1.path.count { $0 == "{" } }
        return candidates.first { $0.path == nearest?.path && $0.method == method }
    }

    /// What in an answer is not as the document says; empty when all is.
    func faults(of answer: Answer, to method: HTTPRequest.Method, _ address: String) -> [String] {
        let path = String(address.prefix { $0 != "?" })
        let isHead = method == .head
        guard method != .options, let operation = operation(isHead ? .get : method, path) else {
            return undescribed(answer, method)
        }
        let place = "/paths/\(operation.path.replacing("/", with: "~1"))/\(operation.method.rawValue.lowercased())"
        guard let described = document[pointer: "\(place)/responses/\(answer.status)"] else {
            return ["\(operation.id) does not document the status \(answer.status)"]
        }
        let faults = headerFaults(answer, described) + (isHead ? [] : bodyFaults(answer, described))
        return faults.map { "\(operation.id) \(answer.status): \($0)" }
    }

    /// The answer to what is no operation: 404 where nothing is, 405 or the list of methods where others are served.
    private func undescribed(_ answer: Answer, _ method: HTTPRequest.Method) -> [String] {
        switch answer.status {
        case 405: answer.headers[.allow] == nil ? ["405 without Allow"] : []
        // A browser that asks whether a page may send a request is told so in a header of its own.
        case 204 where method == .options:
            answer.headers[.allow] == nil && answer.headers[.accessControlAllowMethods] == nil
                ? ["OPTIONS without Allow"] : []
        case 401, 403, 404: []
        default: ["\(method.rawValue) answered \(answer.status) where nothing is documented"]
        }
    }

    private func headerFaults(_ answer: Answer, _ described: JSONValue) -> [String] {
        (described[pointer: "/headers"]?.members ?? [:]).flatMap { name, header -> [String] in
            guard let text = HTTPField.Name(name).flatMap({ answer.headers[$0] }) else {
                return header.members["required"] == .bool(true) ? ["the header \(name) is missing"] : []
            }
            return SchemaCheck(document).faults(in: .string(text), by: header.members["schema"] ?? .null, at: name)
        }
    }

    private func bodyFaults(_ answer: Answer, _ described: JSONValue) -> [String] {
        let contents = described[pointer: "/content"]?.members ?? [:]
        guard let (mediaType, content) = contents.first else {
            return answer.text.isEmpty ? [] : ["a body that is not documented"]
        }
        guard answer.headers[.contentType] == mediaType else {
            return ["the media type is \(answer.headers[.contentType] ?? "none"), documented is \(mediaType)"]
        }
        let isJSON = mediaType.hasSuffix("/json") || mediaType.hasSuffix("+json")
        let body = isJSON ? answer.json : .string(answer.text)
        return SchemaCheck(document).faults(in: body, by: content.members["schema"] ?? .null)
    }
}
