internal import HTTPTypes
internal import Hummingbird

/// Refuses changes of a task that do not say which version they change, so that none is lost to another (RFC 6585).
struct RequiredPreconditions: RouterMiddleware {
    typealias Context = TodoRequestContext

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let isChange = [.put, .patch, .delete].contains(request.method)
        if isChange, request.headers[.ifMatch] == nil, RequiredPreconditions.hasVersion(request.uri.path) {
            throw Problem(
                .preconditionRequired,
                "If-Match is needed here: give the entity tag that was read, for example \"3\", or * for any version")
        }
        return try await next(request, context)
    }

    /// True for the addresses of a task, which are read with an entity tag.
    private static func hasVersion(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard parts.count >= 4, parts[2] == "tasks", Int64(parts[3]) != nil else { return false }
        return parts.count == 4 || (parts.count == 5 && parts[4] == "complete")
    }
}
