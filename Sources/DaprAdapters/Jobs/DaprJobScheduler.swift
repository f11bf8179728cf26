internal import CivilTime
public import ServicePorts

/// Durable timers over a sidecar's jobs (Dapr 1.14 or later; 1.18.3 is the first without known loss of jobs).
public struct DaprJobScheduler: JobScheduler {
    let client: DaprClient
    let callbacks: DaprCallbacks
    let clock: any WallClock
    let settings: DaprJobSettings
    private let route = JobRoute()

    /// A scheduler over that transport, which hears of triggers through `callbacks`; a request may take `timeout`.
    ///
    /// A sidecar waits 30 seconds for its scheduler before it gives up, so a shorter timeout hides its answer.
    public init(
        transport: any DaprTransport, callbacks: DaprCallbacks, clock: any WallClock,
        settings: DaprJobSettings = .init(), timeout: Duration = .seconds(35)
    ) {
        client = DaprClient(transport: transport, timeout: timeout)
        self.callbacks = callbacks
        self.clock = clock
        self.settings = settings
    }

    /// Stores the job, replacing one of the same name; returns when it is durable; throws `JobSchedulerError`.
    public func schedule(_ job: Job) async throws {
        let body = try JSONCodec.encode(JobBody(job, retryInterval: settings.retryInterval))
        try await send(.post, job.name, body: body)
    }

    /// Removes the job; succeeds when there is none; throws `JobSchedulerError`.
    public func cancel(jobNamed name: String) async throws {
        try await send(.delete, name)
    }

    /// Hands triggers of jobs whose name begins with `prefix` to the handler; of several prefixes the longest wins.
    public func handleTriggers(
        ofJobsPrefixed prefix: String, handler: @escaping @Sendable (JobTrigger) async -> TriggerOutcome
    ) async throws {
        let policy = DeliveryRetryPolicy(maximumAttempts: .max)
        let runs = JobRuns(
            failures: FailureCounts(policy: policy, clock: clock), clock: clock, settings: settings, handler: handler)
        callbacks.serveJobs(prefixed: prefix) { name, body in await runs.status(of: name, body) }
    }

    private func send(_ method: DaprRequest.Method, _ name: String, body: [UInt8] = []) async throws {
        let label = "job '\(name)'"
        let encoded = try encodedName(name)
        while true {
            let version = route.version
            let headers = body.isEmpty ? [:] : ["content-type": "application/json"]
            let request = DaprRequest(
                method, "/\(version)/jobs/\(DaprPath.encode(encoded))", headers: headers, body: body)
            let response = try await send(request, label)
            if response.isSuccess { return }
            let failure = DaprFailure(response, to: request, of: label)
            if failure.isUnknownRoute, route.fallsBack(from: version) { continue }
            throw JobSchedulerError(DaprJobScheduler.code(of: failure), failure.description)
        }
    }

    private func send(_ request: DaprRequest, _ label: String) async throws -> DaprResponse {
        do {
            return try await client.send(request, of: label)
        } catch let failure as DaprFailure {
            throw JobSchedulerError(failure.didNothing ? .unavailable : .ambiguous, failure.description)
        }
    }

    private func encodedName(_ name: String) throws -> String {
        guard !name.isEmpty else { throw JobSchedulerError(.invalid, "a job needs a name; this one is empty") }
        let encoded = JobName.encode(name)
        guard encoded.utf8.count <= JobName.longest else {
            throw JobSchedulerError(
                .invalid,
                "the name of job '\(name.prefix(40))…' takes \(encoded.utf8.count) bytes on its way to the sidecar; at"
                    + " most \(JobName.longest) are possible")
        }
        return encoded
    }

    private static func code(of failure: DaprFailure) -> JobSchedulerError.Code {
        if failure.didNothing { return .unavailable }
        guard let status = failure.status else { return .ambiguous }
        switch status {
        case 403, 409: return .unavailable
        case 408: return .ambiguous
        default: return (400..<500).contains(status) ? .invalid : .ambiguous
        }
    }
}
