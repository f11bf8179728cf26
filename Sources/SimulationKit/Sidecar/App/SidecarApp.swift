public import SidecarRules

/// The application as its sidecar sees it: routes that the sidecar calls.
public final class SidecarApp: @unchecked Sendable {
    /// Answers one request.
    public typealias Handler = @Sendable (SidecarRequest) async -> SidecarResponse

    // Confined to the simulation's thread.
    private var routes: [String: Handler] = [:]
    private var jobHandlers: [(prefix: String, handler: @Sendable (_ name: String, _ body: [UInt8]) async -> Int)] = []
    private var subscriptions: [SidecarSubscription] = []
    let tap: SidecarTap

    /// An application without routes; `tap` changes what passes between it and its sidecar.
    public init(tap: SidecarTap = .init()) {
        self.tap = tap
    }

    /// Answers requests to that path, percent-encoded, with the handler.
    public func serve(_ path: String, _ handler: @escaping Handler) {
        routes[path] = handler
    }

    /// Asks for a topic's events; they come to the subscription's path.
    public func subscribe(_ subscription: SidecarSubscription, _ handler: @escaping Handler) {
        subscriptions.append(subscription)
        if let path = subscription.defaultPath { routes[path] = handler }
    }

    /// Takes callbacks of jobs whose name begins so; the handler answers the status.
    public func serveJobs(
        prefixed prefix: String, _ handler: @escaping @Sendable (_ name: String, _ body: [UInt8]) async -> Int
    ) {
        jobHandlers.append((prefix, handler))
    }

    /// The answer to a request of the sidecar; 404 at an unknown path.
    public func handle(_ request: SidecarRequest) async -> SidecarResponse {
        var request = request
        tap.received(&request)
        var response = await answer(request)
        tap.replied(request, &response)
        return response
    }

    private func answer(_ request: SidecarRequest) async -> SidecarResponse {
        if request.method == .get, request.path == SidecarSubscription.path {
            return .json(.array(subscriptions.map(\.entry)))
        }
        if request.method == .post, let handler = routes[request.path] { return await handler(request) }
        let segments = request.path.split(separator: "/")
        guard segments.count == 2, segments[0] == "job" else { return SidecarResponse(404) }
        return await runJob(PercentCoding.decode(String(segments[1]), plusIsSpace: false), request.body)
    }

    /// A job without a handler is not unknown but early: 404 would lose it.
    private func runJob(_ name: String, _ body: [UInt8]) async -> SidecarResponse {
        guard let handler = jobHandlers.last(where: { name.hasPrefix($0.prefix) })?.handler else {
            return SidecarResponse(503)
        }
        return SidecarResponse(await handler(name, body))
    }
}

/// Changes what passes between an application and its sidecar, as a faulty codec would.
public struct SidecarTap: Sendable {
    /// Changes a request that the application sends.
    public var sent: @Sendable (inout SidecarRequest) -> Void = { _ in }
    /// Changes what the application takes the sidecar's answer for.
    public var answered: @Sendable (SidecarRequest, inout SidecarResponse) -> Void = { _, _ in }
    /// Changes what the application takes the sidecar's request for.
    public var received: @Sendable (inout SidecarRequest) -> Void = { _ in }
    /// Changes what the application answers.
    public var replied: @Sendable (SidecarRequest, inout SidecarResponse) -> Void = { _, _ in }

    /// A tap that changes nothing.
    public init() {}
}

/// An application's way to its sidecar.
struct SidecarLink: Sendable {
    let app: SidecarApp
    let sidecar: SimulatedSidecar

    func send(_ request: SidecarRequest, timeout: Duration? = nil) async throws -> SidecarResponse {
        var request = request
        app.tap.sent(&request)
        var response = try await sidecar.handle(request, timeout: timeout)
        app.tap.answered(request, &response)
        return response
    }
}
