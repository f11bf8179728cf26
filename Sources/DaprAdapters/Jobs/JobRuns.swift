internal import CivilTime
internal import ServicePorts

/// The triggers of one handler.
struct JobRuns: Sendable {
    let failures: FailureCounts
    let clock: any WallClock
    let settings: DaprJobSettings
    let handler: @Sendable (JobTrigger) async -> TriggerOutcome

    /// The answer to a callback: success only once the handler's work is durable; a dropped run is done.
    func status(of name: String, _ body: [UInt8]) async -> Int {
        let (dueAt, payload) = JobEnvelope.read(body, now: clock.now())
        guard await isDue(dueAt) else { return 503 }
        let run = "\(name) \(dueAt.rfc3339)"
        let attempt = failures.count(of: run) + 1
        guard case .retry = await handler(JobTrigger(name: name, dueAt: dueAt, payload: payload, attempt: attempt))
        else {
            failures.forget(run)
            return 204
        }
        _ = failures.mayFailAgain(run)
        await pace(dueAt, attempt)
        return 500
    }

    /// Holds a callback until its instant, since this clock may be behind the scheduler's; false when that takes long.
    private func isDue(_ dueAt: Timestamp) async -> Bool {
        while true {
            let early = dueAt.duration(since: clock.now())
            guard early > .zero else { return true }
            guard early <= settings.longestHold, (try? await clock.sleep(for: early)) != nil else { return false }
        }
    }

    /// The scheduler counts its pauses from the due instant: an overdue run would come again at once, thousands of
    /// times.
    private func pace(_ dueAt: Timestamp, _ attempt: Int) async {
        let next = dueAt + settings.retryInterval * attempt
        if clock.now() > next { try? await clock.sleep(for: settings.retryInterval) }
    }
}
