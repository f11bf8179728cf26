internal import HTTPTypes
internal import Hummingbird

/// Lets pages of other origins that are named in the settings call the API from a browser (the CORS protocol).
///
/// Credentials are never among what is allowed: there are no cookies, and pages send their token themselves.
struct CrossOriginSharing: RouterMiddleware {
    typealias Context = TodoRequestContext

    /// Origins as browsers write them, for example `https://app.example.com`.
    let origins: Set<String>

    private static let methods = "GET, HEAD, POST, PUT, PATCH, DELETE"
    private static let requestHeaders =
        "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, traceparent, "
        + "X-Correlation-ID, X-Source-Client"
    private static let answerHeaders =
        "Content-Language, ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, "
        + "X-Correlation-ID, X-Total-Count"

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let origin = request.headers[.origin], origins.contains(origin) else {
            var response = try await next(request, context)
            response.headers.append(HTTPField(name: .vary, value: "Origin"))
            return response
        }
        if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            return Response(
                status: .noContent,
                headers: [
                    .accessControlAllowOrigin: origin, .accessControlAllowMethods: CrossOriginSharing.methods,
                    .accessControlAllowHeaders: CrossOriginSharing.requestHeaders, .accessControlMaxAge: "7200",
                    .vary: "Origin",
                ])
        }
        var response = try await next(request, context)
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] = CrossOriginSharing.answerHeaders
        response.headers.append(HTTPField(name: .vary, value: "Origin"))
        return response
    }

    /// Why a text is no origin; nil when it is one.
    static func fault(of text: String) -> String? {
        let scheme = ["https://", "http://"].first { text.hasPrefix($0) }
        let host = text.dropFirst(scheme?.count ?? 0)
        let isPlain = host.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || [0x2D, 0x2E, 0x3A, 0x5B, 0x5D].contains($0)
        }
        guard scheme != nil, isPlain, !host.isEmpty else {
            return "'\(text)' is no origin such as https://app.example.com, in lower case and without a path"
        }
        return nil
    }
}
