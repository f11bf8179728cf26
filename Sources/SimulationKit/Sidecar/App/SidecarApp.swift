public import DaprAdapters
public import SidecarRules

/// The application as its sidecar sees it: the adapters' callbacks, in the simulated network's requests.
public final class SidecarApp: Sendable {
    /// Answers one request.
    public typealias Handler = @Sendable (SidecarRequest) async -> SidecarResponse

    /// What the ports register with.
    public let callbacks = DaprCallbacks()
    let tap: SidecarTap

    /// An application without routes; `tap` changes what passes between it and its sidecar.
    public init(tap: SidecarTap = .init()) {
        self.tap = tap
    }

    /// Answers requests to that path, percent-encoded, with the handler.
    public func serve(_ path: String, _ handler: @escaping Handler) {
        callbacks.serve(path) { DaprResponse(await handler(SidecarRequest($0))) }
    }

    /// Asks for a topic's events, which come to the subscription's path; throws `EventBusError` when it is too late.
    public func subscribe(_ subscription: DaprSubscription, _ handler: @escaping Handler) throws {
        try callbacks.subscribe(subscription) { DaprResponse(await handler(SidecarRequest($0))) }
    }

    /// The answer to a request of the sidecar; 404 at an unknown path.
    public func handle(_ request: SidecarRequest) async -> SidecarResponse {
        var request = request
        tap.received(&request)
        var response = SidecarResponse(await callbacks.respond(to: DaprRequest(request)))
        tap.replied(request, &response)
        return response
    }
}
