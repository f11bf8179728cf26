internal import HTTPTypes
internal import Hummingbird

/// Finds out where a request comes from when proxies of our own stand before the server.
struct RequestOrigin: RouterMiddleware {
    typealias Context = TodoRequestContext

    /// How many proxies every request comes through.
    let proxies: Int

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard proxies > 0 else { return try await next(request, context) }
        var context = context
        let list = request.headers[values: .forwardedFor].joined(separator: ",")
        context.address = ClientAddress(forwardedFor: list, proxies: proxies, peer: context.address)
        return try await next(request, context)
    }
}
