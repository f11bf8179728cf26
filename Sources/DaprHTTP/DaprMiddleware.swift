public import DaprAdapters
internal import HTTPTypes
public import Hummingbird

extension RouterMethods {
    /// Answers the sidecar's requests on this router, before its other routes; the rest passes.
    ///
    /// Call it before other routes are added. Bodies over `longestBody` bytes are refused with 413, which the sidecar
    /// takes for a failure to try again; it must be no less than the sidecar's own limit.
    @discardableResult
    public func mount(_ callbacks: DaprCallbacks, longestBody: Int = 16 << 20) -> Self {
        add(middleware: DaprMiddleware<Context>(callbacks: callbacks, longestBody: longestBody))
    }
}

/// Takes out of a server's requests those that are its sidecar's.
public struct DaprMiddleware<Context: RequestContext>: RouterMiddleware {
    private let callbacks: DaprCallbacks
    private let longestBody: Int

    /// A middleware before those callbacks.
    public init(callbacks: DaprCallbacks, longestBody: Int = 16 << 20) {
        self.callbacks = callbacks
        self.longestBody = longestBody
    }

    /// The callbacks' answer, or that of the next one.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let method = DaprRequest.Method(rawValue: request.method.rawValue),
            callbacks.takes(method, request.uri.path)
        else { return try await next(request, context) }
        let body = try await request.body.collect(upTo: longestBody)
        var received = DaprRequest(method, request.uri.path, body: Array(body.readableBytesView))
        for field in request.headers { received.headers[field.name.canonicalName] = field.value }
        return DaprMiddleware.response(await callbacks.respond(to: received))
    }

    private static func response(_ answer: DaprResponse) -> Response {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
