/// The interface that a request is for; one that is for none of these is an invocation.
package enum SidecarRoute: Sendable, Equatable {
    /// Publishes one event.
    case publish
    /// Publishes several events.
    case bulkPublish
    /// Reads or writes state.
    case state
    /// Schedules, reads or deletes a job.
    case jobs
    /// Reads secrets.
    case secrets
    /// Asks whether everything is ready.
    case health
    /// Asks whether outgoing requests are carried out.
    case outboundHealth
    /// Reads or extends what the sidecar tells of itself.
    case metadata
    /// Stops the sidecar.
    case shutdown

    /// The interface by path and method; nil when there is none, which makes the request an invocation.
    ///
    /// Releases before 1.18 have jobs at the alpha path only.
    package init?(_ request: SidecarRequest, hasStableJobs: Bool = true) {
        let segments = request.segments
        guard segments.count >= 2 else { return nil }
        let isWrite = request.method == .post || request.method == .put
        let isAlpha = segments[0] == "v1.0-alpha1"
        guard isAlpha || segments[0] == "v1.0" else { return nil }
        switch (segments[1], segments.count) {
        case ("publish", 5...) where segments[2] == "bulk" && isWrite: self = .bulkPublish
        case ("publish", 4...) where !isAlpha && isWrite: self = .publish
        case ("jobs", 3...) where isAlpha || hasStableJobs:
            guard [.post, .get, .delete].contains(request.method) else { return nil }
            self = .jobs
        case ("state", 3...) where !isAlpha: self = .state
        case ("secrets", 4) where !isAlpha && request.method == .get: self = .secrets
        case ("healthz", 2) where !isAlpha && request.method == .get: self = .health
        case ("healthz", 3) where !isAlpha && request.method == .get && segments[2] == "outbound":
            self = .outboundHealth
        case ("metadata", 2) where !isAlpha && request.method == .get: self = .metadata
        case ("metadata", 3) where !isAlpha && request.method == .put: self = .metadata
        case ("shutdown", 2) where !isAlpha && request.method == .post: self = .shutdown
        default: return nil
        }
    }

    /// What a body over the limit gets, which is not 413; nil where the interface says so itself or reads no body.
    package var refusalOfLongBody: SidecarError? {
        switch self {
        case .publish, .bulkPublish: return nil
        case .jobs: return SidecarError(400, "ERR_BODY_READ", "failed to read request body: stream too large")
        default:
            return SidecarError(400, "ERR_MALFORMED_REQUEST", "failed deserializing HTTP body: stream too large")
        }
    }
}
