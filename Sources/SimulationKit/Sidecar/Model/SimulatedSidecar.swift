internal import CivilTime
internal import DaprAdapters
public import SidecarRules

/// The sidecar of one life of a node: it takes the application's requests and brings deliveries, jobs and invocations.
///
/// It dies with its node, as both are in one pod. What it answers is decided by the rules beside it.
public final class SimulatedSidecar: @unchecked Sendable {
    let environment: NodeEnvironment
    let backends: SidecarBackends
    let settings: SidecarSettings
    let app: SidecarApp
    let random: SimulationRandom
    var members: [BusMember] = []
    private var hasAsked = false

    /// A sidecar that knows nothing of its application yet.
    public init(
        _ environment: NodeEnvironment, settings: SidecarSettings, backends: SidecarBackends, app: SidecarApp
    ) {
        self.environment = environment
        self.settings = settings
        self.backends = backends
        self.app = app
        random = environment.simulation.random(StreamName("sidecar").child(environment.name))
        // The application's handlers hold its ports, which hold this sidecar, which holds the application; and members
        // of groups hold their handlers.
        environment.simulation.releaseActions.append { [self] in
            app.callbacks.removeAll()
            members = []
        }
    }

    var simulation: Simulation { environment.simulation }

    /// The application listens: the sidecar asks once for subscriptions and begins to bring what comes.
    ///
    /// Returns when everything has begun; throws `NodeCrashed` in a dead life. Later calls do nothing.
    public func appListens() async throws {
        try await environment.requireAlive()
        guard !hasAsked else { return }
        hasAsked = true
        let answer = await app.handle(SidecarRequest(.get, SidecarSubscription.path))
        for subscription in SidecarSubscription.read(answer) { try await subscribe(to: subscription) }
        takeTriggers()
        try await takeInvocations()
    }

    /// Stops its deliveries; returns when none is at work any more.
    public func stop() async {
        for member in members { await member.cancel() }
    }

    /// The answer to a request of the application; throws `SidecarTimeout` when an invocation takes longer than
    /// `timeout`, or `NodeCrashed` in a dead life.
    public func handle(_ request: SidecarRequest, timeout: Duration? = nil) async throws -> SidecarResponse {
        try await environment.requireAlive()
        if let refusal = SidecarAccess.refusal(of: request, token: settings.apiToken) { return refusal }
        do {
            return try await route(request, timeout)
        } catch let error as SidecarError {
            return error.response
        }
    }

    private func route(_ request: SidecarRequest, _ timeout: Duration?) async throws -> SidecarResponse {
        let segments = request.segments
        switch (segments.first, segments.dropFirst().first) {
        case ("v1.0", "publish"), ("v1.0-alpha1", "publish"):
            return SidecarRoute(request) == .bulkPublish ? try await publishMany(request) : try await publish(request)
        case ("v1.0", "jobs"), ("v1.0-alpha1", "jobs"): return try await handleJob(request)
        case ("v1.0", "state"): return try await handleState(request)
        case ("v1.0", "secrets"): return try await handleSecret(request)
        case ("v1.0", "healthz"): return health(isOutbound: segments.count == 3)
        default: return try await invoke(try SidecarInvocation(request, from: settings.appID), timeout)
        }
    }

    /// Outgoing requests are taken from the beginning; all is well only once the application has been asked.
    private func health(isOutbound: Bool) -> SidecarResponse {
        guard !isOutbound, !hasAsked else { return .noContent }
        return SidecarError(500, "ERR_HEALTH_NOT_READY", "dapr is not ready").response
    }

    private func handleState(_ request: SidecarRequest) async throws -> SidecarResponse {
        let rules = SidecarState(appID: settings.appID, stores: settings.stateStores)
        return try await environment.call("state", of: .state, errors: SimulatedSidecar.failure("ERR_STATE")) {
            rules.answer(request, on: backends.state)
        }
    }

    private func handleSecret(_ request: SidecarRequest) async throws -> SidecarResponse {
        try await environment.call("secret", of: .secrets, errors: SimulatedSidecar.failure("ERR_SECRET_GET")) {
            settings.secrets.answer(request)
        }
    }

    /// Both kinds of failure look the same to the application: a 500.
    static func failure(_ code: String) -> CallErrors {
        CallErrors(unavailable: { SidecarError(500, code, $0) }, ambiguous: { SidecarError(500, code, $0) })
    }
}

/// An invocation whose answer did not come in time.
public struct SidecarTimeout: Error, Sendable, Equatable {}
