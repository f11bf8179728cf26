internal import CivilTime
internal import ServicePorts
internal import SidecarRules

/// Durable timers, spoken as requests to and callbacks from a sidecar.
struct SidecarJobScheduler: JobScheduler {
    let link: SidecarLink
    let clock: any WallClock

    /// What travels with a job, as the callback tells neither the due instant nor the attempt.
    private struct Envelope: Codable {
        var dueAt: Timestamp
        var periodMilliseconds: Int64?
        var payload: String

        /// The instant for which the latest run was due.
        func dueInstant(now: Timestamp) -> Timestamp {
            guard let period = periodMilliseconds, now > dueAt else { return dueAt }
            let runs = (now.millisecondsSinceEpoch - dueAt.millisecondsSinceEpoch) / max(1, period)
            return dueAt.adding(milliseconds: runs * period)
        }
    }

    func schedule(_ job: Job) async throws {
        guard !job.name.isEmpty else { throw JobSchedulerError(.invalid, "a job needs a name") }
        let envelope = Envelope(
            dueAt: job.dueAt, periodMilliseconds: job.period?.wholeMilliseconds, payload: Base64.encode(job.payload))
        var members: [String: SidecarJSON] = [
            "dueTime": .string(job.dueAt.rfc3339), "overwrite": .boolean(true),
            "data": SidecarJSON(try JSONCodec.encode(envelope)) ?? .null,
            // The standard policy gives a run up after three retries, which would lose a one-shot job for ever.
            "failurePolicy": .object(["constant": .object(["interval": .string("1s")])]),
        ]
        if let period = job.period { members["schedule"] = .string("@every \(GoDuration.text(period))") }
        try await send(.post, job.name, body: SidecarJSON.object(members).bytes)
    }

    func cancel(jobNamed name: String) async throws {
        try await send(.delete, name)
    }

    private func send(_ method: SidecarRequest.Method, _ name: String, body: [UInt8] = []) async throws {
        let request = SidecarRequest(method, "/v1.0/jobs/\(PercentCoding.encode(name))", body: body)
        let response = try await link.send(request)
        switch response.status {
        case 204: return
        case 400..<500: throw JobSchedulerError(.invalid, "the sidecar answered \(response.status)")
        default: throw JobSchedulerError(.ambiguous, "the sidecar answered \(response.status)")
        }
    }

    func handleTriggers(
        ofJobsPrefixed prefix: String, handler: @escaping @Sendable (JobTrigger) async -> TriggerOutcome
    ) async throws {
        let failures = Failures(policy: DeliveryRetryPolicy(maximumAttempts: .max), clock: clock)
        link.app.serveJobs(prefixed: prefix) { [clock] name, body in
            guard let envelope = try? JSONCodec.decode(Envelope.self, from: body),
                let payload = Base64.decode(envelope.payload)
            else { return 204 }
            let dueAt = envelope.dueInstant(now: clock.now())
            let run = "\(name) \(dueAt.rfc3339)"
            let trigger = JobTrigger(name: name, dueAt: dueAt, payload: payload, attempt: failures.count(of: run) + 1)
            // Success is said only once the handler's work is durable; a dropped run is done.
            guard case .retry = await handler(trigger) else {
                failures.forget(run)
                return 204
            }
            _ = failures.mayFailAgain(run)
            return 500
        }
    }
}
