internal import SidecarRules

extension Sidecar {
    /// Schedules, reads or deletes a job; what changed is on disk before the answer.
    func handleJob(_ request: SidecarRequest) async throws(SidecarError) -> SidecarResponse {
        let now = core.now
        switch request.method {
        case .post:
            let job = try SidecarJob(request, now: now, zone: SystemZones.rules)
            try await requireScheduler("SCHEDULE_JOB")
            try core.jobs.schedule(
                JobKey(appID: description.appID, name: job.name), job, body: request.body, at: now)
        case .delete:
            let name = try SidecarJob.name(of: request)
            try await requireScheduler("DELETE_JOB")
            core.jobs.remove(JobKey(appID: description.appID, name: name))
        default:
            let name = try SidecarJob.name(of: request)
            try await requireScheduler("GET_JOB")
            guard let entry = core.jobs.entry(JobKey(appID: description.appID, name: name)) else {
                throw SidecarJob.notFound(name)
            }
            return .json(entry.job.told(requestBody: entry.body))
        }
        await core.journal?.flush()
        return .noContent
    }

    private func requireScheduler(_ kind: String) async throws(SidecarError) {
        guard await core.jobs.isThere(within: core.settings.schedulerPatience) else {
            throw SidecarJob.unreachable(kind)
        }
    }
}
