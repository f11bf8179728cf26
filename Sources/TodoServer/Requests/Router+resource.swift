internal import HTTPTypes
internal import Hummingbird

typealias RouteHandler = @Sendable (Request, TodoRequestContext) async throws -> Response

extension RouterMethods where Context == TodoRequestContext {
    /// Serves a path: its methods as given, HEAD where there is GET, OPTIONS with the list, and 405 for any other.
    func resource(_ path: RouterPath, _ handlers: [HTTPRequest.Method: RouteHandler]) {
        var handlers = handlers
        if let get = handlers[.get], handlers[.head] == nil {
            handlers[.head] = { request, context in try await get(request, context).createHeadResponse() }
        }
        let allowed = (Array(handlers.keys) + [.options]).map(\.rawValue).sorted().joined(separator: ", ")
        for (method, handler) in handlers {
            on(path, method: method, use: handler)
        }
        on(path, method: .options) { _, _ in Response(status: .noContent, headers: [.allow: allowed]) }
        for method in HTTPRequest.Method.common where handlers[method] == nil && method != .options {
            on(path, method: method) { _, _ -> Response in
                throw Problem(
                    .methodNotAllowed, "\(method.rawValue) is not served here; allowed are \(allowed)",
                    headers: [.allow: allowed])
            }
        }
    }
}

extension HTTPRequest.Method {
    /// Methods that get an answer naming the allowed ones; any other method finds no path.
    fileprivate static let common: [HTTPRequest.Method] = [
        .get, .head, .post, .put, .patch, .delete, .options, .trace, .query,
    ]

    private static let query = named("QUERY")

    private static func named(_ name: String) -> HTTPRequest.Method {
        guard let method = HTTPRequest.Method(name) else { preconditionFailure("\(name) is not a method's name") }
        return method
    }
}
