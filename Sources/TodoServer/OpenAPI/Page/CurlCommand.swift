internal import HTTPTypes
internal import ServicePorts
internal import TodoDomain

/// An example as a command for a shell in which `$B` is the server, `$ME` the user and `$AUTH` the token's header.
struct CurlCommand {
    let text: String

    init(_ operation: APIOperation, _ example: APIExample) {
        var parts = ["curl -s"]
        if operation.method != (example.body == nil ? .get : .post) { parts.append("-X \(operation.method.rawValue)") }
        let query = example.query.map { "?" + $0 } ?? ""
        parts.append("\"$B\(operation.path(of: example, user: "$ME"))\(query)\"")
        if operation.takesToken { parts.append("-H \"$AUTH\"") }
        for (name, value) in example.headers.sorted(by: { $0.key < $1.key }) { parts.append("-H '\(name): \(value)'") }
        if example.body != nil {
            parts.append("-H 'Content-Type: \(example.mediaType)'")
            parts.append("\\\n  -d '\(example.sentText.replacing("'", with: "'\\''"))'")
        }
        text = parts.joined(separator: " ")
    }
}

extension APIExample {
    /// The body as it is sent.
    var sentText: String {
        if case .string(let text)? = body, mediaType != "application/json" { return text }
        return String(decoding: body.flatMap { try? JSONCodec.encode($0) } ?? [], as: UTF8.self)
    }
}

extension APIOperation {
    /// The path of an example, for that user.
    func path(of example: APIExample, user: String = APIExample.user) -> String {
        var path = path.replacing("{user_id}", with: user)
        for (name, value) in example.path { path = path.replacing("{\(name)}", with: PercentCoding.encode(value)) }
        return path
    }
}
