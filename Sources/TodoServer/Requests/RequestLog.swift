internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Writes one log line for each answered request and counts it.
struct RequestLog: RouterMiddleware {
    typealias Context = TodoRequestContext

    private let metrics = RequestMetrics()

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let duration = ContinuousClock.now - start
        record(request, context, response, duration)
        return response
    }

    private func record(_ request: Request, _ context: Context, _ response: Response, _ duration: Duration) {
        let method = RequestLog.label(request.method)
        let route = context.endpointPath ?? "none"
        let status = String(response.status.code)
        metrics.note(.init(method: method, route: route, status: status), duration)
        let isProbe = route == "/healthz" || route == "/readyz" || route == "/metrics"
        context.logger.log(
            level: isProbe ? .debug : .info, "request",
            metadata: [
                "method": "\(method)", "path": "\(RequestLog.path(request))", "route": "\(route)",
                "status": "\(status)",
                "duration_ms": .stringConvertible(duration.wholeMilliseconds),
            ])
    }

    /// The path, but of a secret link only that it was one: who reads logs may not read the tasks behind it.
    private static func path(_ request: Request) -> String {
        request.uri.path.hasPrefix(FeedRoutes.path) ? FeedRoutes.path + "(secret)" : request.uri.path
    }

    /// The method's name, or `OTHER` for those that nobody serves, so that clients cannot invent label values.
    private static func label(_ method: HTTPRequest.Method) -> String {
        switch method {
        case .get, .head, .post, .put, .patch, .delete, .options: method.rawValue
        default: "OTHER"
        }
    }
}
