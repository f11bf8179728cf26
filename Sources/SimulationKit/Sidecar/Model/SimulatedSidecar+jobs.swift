internal import CivilTime
internal import ServicePorts
internal import SidecarRules

extension SimulatedSidecar {
    /// Jobs of an application are apart from those of others.
    private var prefix: String { settings.appID + "||" }

    func handleJob(_ request: SidecarRequest) async throws -> SidecarResponse {
        switch request.method {
        case .post: try await schedule(try SidecarJob(request, now: simulation.now))
        case .delete: try await remove(try SidecarJob.name(of: request))
        case .get: try await read(try SidecarJob.name(of: request))
        default: throw SidecarError.unknownRoute
        }
    }

    private func call<Output>(_ kind: String, _ body: () throws -> Output) async throws -> Output {
        let errors = CallErrors(
            unavailable: { _ in SidecarJob.unreachable(kind) }, ambiguous: { _ in SidecarJob.unreachable(kind) })
        return try await environment.call("a job", of: .scheduler, errors: errors, body)
    }

    private func schedule(_ job: SidecarJob) async throws -> SidecarResponse {
        guard job.cron == nil else {
            throw SidecarError(500, "DAPR_SCHEDULER_SCHEDULE_JOB", "the simulated scheduler knows @every only")
        }
        let key = prefix + job.name
        try await call("SCHEDULE_JOB") {
            guard job.overwrites || backends.scheduler.job(named: key) == nil else {
                throw SidecarJob.exists(job.name)
            }
            try backends.scheduler.schedule(
                Job(name: key, dueAt: job.dueAt, period: job.period, payload: job.data),
                limits: JobLimits(policy: job.failurePolicy, runs: job.repeats, expiresAt: job.expiresAt))
        }
        return .noContent
    }

    private func remove(_ name: String) async throws -> SidecarResponse {
        try await call("DELETE_JOB") { backends.scheduler.remove(prefix + name) }
        return .noContent
    }

    private func read(_ name: String) async throws -> SidecarResponse {
        let found = try await call("GET_JOB") { backends.scheduler.job(named: prefix + name) }
        guard let job = found else { throw SidecarJob.notFound(name) }
        var members: [String: SidecarJSON] = ["name": .string(name), "dueTime": .string(job.dueAt.rfc3339)]
        if let period = job.period { members["schedule"] = .string("@every \(GoDuration.text(period))") }
        if let data = SidecarJSON(job.payload) {
            let type = SidecarJSON.string("type.googleapis.com/google.protobuf.Value")
            members["data"] = .object(["@type": type, "value": data])
        }
        return .json(.object(members))
    }

    /// From now on triggers of the application's jobs may come here; a job without any such sidecar waits.
    func takeTriggers() {
        backends.scheduler.handle(prefix: prefix, in: environment) { [self] trigger in
            let name = String(trigger.name.dropFirst(prefix.count))
            let request = SidecarRequest(
                .post, SidecarJobVerdict.path(ofJobNamed: name), headers: ["content-type": "application/json"],
                body: trigger.payload)
            switch SidecarJobVerdict(await app.handle(request)) {
            case .done: return .success
            case .failed(let reason): return .retry(reason: reason)
            }
        }
    }
}
