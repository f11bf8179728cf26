internal import CivilTime
public import ServicePorts

/// What every `JobScheduler` promises.
public struct JobSchedulerContract: Sendable {
    /// The scheduler under test; its loop must be running.
    public let scheduler: any JobScheduler
    /// The clock by which jobs are due.
    public let clock: any WallClock
    /// Prefix of every job name, so that runs can share a scheduler.
    public let namespace: String

    /// A suite over that scheduler.
    public init(scheduler: any JobScheduler, clock: any WallClock, namespace: String = "contract") {
        self.scheduler = scheduler
        self.clock = clock
        self.namespace = namespace
    }

    /// Every promise.
    public static let cases: [ContractCase<JobSchedulerContract>] =
        dueCases + replacementCases + outcomeCases + periodCases
}

/// One trigger with the instant at which the handler got it.
struct ObservedTrigger: Sendable {
    let trigger: JobTrigger
    let at: Timestamp
}

extension JobSchedulerContract {
    func name(_ suffix: String) -> String {
        "\(namespace)-\(suffix)"
    }

    func job(_ suffix: String, after delay: Duration, every period: Duration? = nil, payload: String = "payload") -> Job
    {
        Job(name: name(suffix), dueAt: clock.now() + delay, period: period, payload: Array(payload.utf8))
    }

    /// Registers a handler for the jobs named `suffix.…`; it records each trigger, then answers.
    func observe(
        _ suffix: String, answer: @escaping @Sendable (JobTrigger) async -> TriggerOutcome = { _ in .success }
    ) async throws -> Recorder<ObservedTrigger> {
        let triggers = Recorder<ObservedTrigger>()
        let clock = clock
        try await scheduler.handleTriggers(ofJobsPrefixed: name("\(suffix).")) { trigger in
            triggers.record(ObservedTrigger(trigger: trigger, at: clock.now()))
            return await answer(trigger)
        }
        return triggers
    }

    /// Waits until a witness job due after the delay has run: whatever was due before it had its chance.
    func passTime(_ delay: Duration, seenBy triggers: Recorder<ObservedTrigger>, _ suffix: String) async throws {
        let witness = job("\(suffix).witness", after: delay)
        try await scheduler.schedule(witness)
        try await eventually(on: clock, "the witness job ran") { !triggers.triggers(of: witness.name).isEmpty }
    }

    /// Has the body make calls that must be over before a job of theirs is due, with a growing delay until they are.
    ///
    /// On a busy machine calls may take longer than any fixed delay, which would be no fault of the scheduler.
    func beforeDue(_ calls: (_ delay: Duration, _ round: Int) async throws -> Timestamp) async throws -> Int {
        for round in 0..<6 {
            let dueAt = try await calls(.milliseconds(300 << round), round)
            if clock.now() < dueAt { return round }
        }
        throw ContractViolation("two calls took longer than nine seconds, six times in a row")
    }
}

extension Recorder where Element == ObservedTrigger {
    /// The triggers of the job of that name.
    func triggers(of name: String) -> [JobTrigger] {
        elements.map(\.trigger).filter { $0.name == name }
    }
}
