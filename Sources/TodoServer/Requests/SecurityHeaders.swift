internal import HTTPTypes
internal import Hummingbird

/// Headers that every answer has.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = TodoRequestContext

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentTypeOptions] = "nosniff"
        return response
    }
}
