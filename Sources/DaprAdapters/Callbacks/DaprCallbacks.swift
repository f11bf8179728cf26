public import ServicePorts
internal import Synchronization

/// The application as its sidecar sees it: everything that the sidecar calls, as requests and answers.
///
/// Mount `respond(to:)` on any HTTP server. The ports register here what they want to hear of; register everything
/// before the server listens, since the sidecar asks for subscriptions only once.
public final class DaprCallbacks: Sendable {
    /// Answers one request.
    public typealias Handler = @Sendable (DaprRequest) async -> DaprResponse
    /// Takes the callback of a job with its name and data, and answers the status.
    public typealias JobHandler = @Sendable (_ name: String, _ body: [UInt8]) async -> Int

    let settings: DaprCallbackSettings
    private let routes: Mutex<CallbackRoutes> = Mutex(CallbackRoutes())

    /// An application without routes.
    public init(settings: DaprCallbackSettings = .init()) {
        self.settings = settings
    }

    /// The subscriptions that the sidecar is told of.
    public var subscriptions: [DaprSubscription] {
        routes.withLock { $0.subscriptions }
    }

    /// Answers POST requests to that path, percent-encoded, with the handler, in place of an earlier one.
    public func serve(_ path: String, _ handler: @escaping Handler) {
        routes.withLock { $0.handlers[DaprPath.decode(path)] = handler }
    }

    /// Asks for a topic's events; they come to the subscription's path.
    ///
    /// Throws `EventBusError` when the sidecar has asked already, or when another subscription has the same component
    /// and topic, of which the sidecar would serve only one.
    public func subscribe(
        _ subscription: DaprSubscription, _ handler: @escaping Handler
    ) throws(EventBusError) {
        try routes.withLock { routes throws(EventBusError) in try routes.add(subscription, handler) }
    }

    /// Takes callbacks of jobs whose name begins so; of several handlers the longest prefix wins.
    public func serveJobs(prefixed prefix: String, _ handler: @escaping JobHandler) {
        routes.withLock { $0.jobs[prefix] = handler }
    }

    /// Lets go of every handler, and of what they hold, when the application ends.
    public func removeAll() {
        let removed = routes.withLock { routes in
            defer { routes = CallbackRoutes() }
            return routes
        }
        // Handlers end outside of the lock, as what ends with them may come back here.
        withExtendedLifetime(removed) {}
    }

    /// True when a request of that method and path is one of the sidecar's, rather than one for other parts of the
    /// application's server.
    public func takes(_ method: DaprRequest.Method, _ path: String) -> Bool {
        switch method {
        case .get: ["/dapr/subscribe", "/dapr/config"].contains(path) || path == settings.healthPath
        case .post:
            path.hasPrefix(settings.eventPath + "/") || CallbackRoutes.jobName(in: path) != nil
                || routes.withLock { $0.handlers[DaprPath.decode(path)] != nil }
        case .put, .delete: false
        }
    }

    /// The answer to a request of the sidecar.
    ///
    /// An event or job without a handler is answered 503, since 404 would drop it for ever; other unknown paths are
    /// 404.
    public func respond(to request: DaprRequest) async -> DaprResponse {
        if request.method == .get, request.path == settings.healthPath {
            return DaprResponse(await settings.isHealthy() ? 204 : 503)
        }
        guard settings.accepts(request) else {
            settings.onRefused(request.path)
            return CallbackRoutes.unauthorized
        }
        guard let context = DaprTraceContext(request) else { return await answer(request) }
        return await DaprTraceContext.$current.withValue(context) { await answer(request) }
    }

    private func answer(_ request: DaprRequest) async -> DaprResponse {
        switch (request.method, request.path) {
        case (.get, "/dapr/subscribe"): return .json(routes.withLock { $0.askedSubscriptions() })
        case (.get, "/dapr/config"): return .json([String: String]())
        case (.post, _): return await answerPost(request)
        default: return DaprResponse(404)
        }
    }

    private func answerPost(_ request: DaprRequest) async -> DaprResponse {
        if let handler = routes.withLock({ $0.handlers[DaprPath.decode(request.path)] }) {
            return await handler(request)
        }
        if let name = CallbackRoutes.jobName(in: request.path) {
            guard let handler = routes.withLock({ $0.jobHandler(for: name) }) else { return DaprResponse(503) }
            return DaprResponse(await handler(name, request.body))
        }
        return DaprResponse(request.path.hasPrefix(settings.eventPath + "/") ? 503 : 404)
    }
}
