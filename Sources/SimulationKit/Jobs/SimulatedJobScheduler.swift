internal import CivilTime
public import ServicePorts
internal import SidecarRules

/// A scheduler of durable jobs in memory, on the true time of the simulation.
public final class SimulatedJobScheduler: @unchecked Sendable {
    /// The simulation that it belongs to.
    public let simulation: Simulation
    private var jobs: [String: ScheduledJob] = [:]
    private var handlers: [TriggerHandler] = []
    private var jobsMade = 0
    /// Jobs that came due while no node could hear of it, in order.
    private var overdue: [(entry: ScheduledJob, attempt: Int)] = []
    private let balancing: SimulationRandom

    /// A scheduler without jobs.
    public init(_ simulation: Simulation) {
        self.simulation = simulation
        balancing = simulation.random(StreamName.network.child("scheduler"))
        simulation.mendActions.append { [weak self] in self?.burst() }
    }

    /// The scheduler as one life of a node reaches it.
    public func view(for environment: NodeEnvironment) -> any JobScheduler {
        SimulatedJobSchedulerView(scheduler: self, environment: environment)
    }

    /// The jobs that have yet to run, by due instant and name; takes no time.
    public var pendingJobs: [Job] {
        jobs.values.map(\.job).sorted { ($0.dueAt, $0.name) < ($1.dueAt, $1.name) }
    }

    /// The job of that name; nil when there is none.
    func job(named name: String) -> Job? {
        jobs[name]?.job
    }

    func schedule(_ job: Job, limits: JobLimits = JobLimits()) throws {
        guard !job.name.isEmpty else { throw JobSchedulerError(.invalid, "a job needs a name") }
        if let period = job.period, period <= .zero {
            throw JobSchedulerError(.invalid, "job '\(job.name)' has the period \(period); expected more than zero")
        }
        remove(job.name)
        jobsMade += 1
        let entry = ScheduledJob(job: job, number: jobsMade, limits: limits)
        jobs[job.name] = entry
        simulation.traceEvent("schedule", nil, "\(job.name) for \(job.dueAt.rfc3339)")
        arm(entry)
    }

    func remove(_ name: String) {
        guard let entry = jobs.removeValue(forKey: name) else { return }
        if let timer = entry.timer { simulation.wake(timer, .cancelled) }
    }

    func handle(prefix: String, in environment: NodeEnvironment, _ perform: @escaping TriggerHandler.Perform) {
        let handler = TriggerHandler(prefix: prefix, environment: environment, perform: perform)
        handlers.append(handler)
        environment.onEnd { [self] in handlers.removeAll { $0 === handler } }
    }

    /// Sets the timer of the job's next run: at its due instant, or later when a fault says so.
    private func arm(_ entry: ScheduledJob) {
        let faults = simulation.faults
        let lateness =
            faults.strikes(.lateTriggers)
            ? faults.number(upTo: faults.profile.triggerLatenessMaximumMicroseconds, .lateTriggers) : 0
        let due = simulation.microseconds(until: entry.job.dueAt)
        let (sum, overflow) = due.addingReportingOverflow(lateness)
        set(entry, after: overflow ? .max : max(0, sum), attempt: 1)
    }

    /// Plans the job's next attempt in place of the one planned before: a job has one, however often it was triggered.
    private func set(_ entry: ScheduledJob, after microseconds: Int64, attempt: Int) {
        if let timer = entry.timer { simulation.wake(timer, .cancelled) }
        entry.timer = simulation.plan("a job", after: microseconds) { [self] in fire(entry, attempt: attempt) }
    }

    private func isCurrent(_ entry: ScheduledJob) -> Bool {
        jobs[entry.job.name] === entry
    }

    /// Sends one trigger to a replica that handles such jobs; tries again when there is none.
    private func fire(_ entry: ScheduledJob, attempt: Int) {
        entry.timer = nil
        guard isCurrent(entry) else { return }
        guard !simulation.faults.isAway(.scheduler) else { return keep(entry, attempt: attempt) }
        let candidates = reachableHandlers(of: entry.job)
        guard !candidates.isEmpty else { return wait(entry, attempt: attempt) }
        entry.unheard = 0
        send(entry, to: candidates[balancing.below(candidates.count)], attempt: attempt)
    }

    /// Keeps a job that came due until the scheduler is back.
    private func keep(_ entry: ScheduledJob, attempt: Int) {
        guard !overdue.contains(where: { $0.entry === entry }) else { return }
        overdue.append((entry, attempt))
    }

    /// Looks for a replica again after a second, then after longer and longer, up to a minute.
    private func wait(_ entry: ScheduledJob, attempt: Int) {
        let pause: Int64 = min(1_000_000 << min(entry.unheard, 6), 60_000_000)
        entry.unheard += 1
        set(entry, after: pause, attempt: attempt)
    }

    /// The scheduler is back: all that came due meanwhile fires at this instant, some of it twice if a fault says so.
    private func burst() {
        guard !overdue.isEmpty, !simulation.faults.isAway(.scheduler) else { return }
        let due = overdue
        overdue = []
        for (entry, attempt) in due {
            if simulation.faults.strikes(.schedulerBursts) { fire(entry, attempt: attempt) }
            fire(entry, attempt: attempt)
        }
    }

    /// The replicas that handle such jobs and that no cut keeps from hearing of them.
    private func reachableHandlers(of job: Job) -> [TriggerHandler] {
        handlers.filter {
            job.name.hasPrefix($0.prefix) && !$0.environment.isSidecarStarting
                && !simulation.faults.cuts(.replies, $0.environment, .scheduler)
        }
    }

    private func send(_ entry: ScheduledJob, to handler: TriggerHandler, attempt: Int) {
        let job = entry.job
        let trigger = JobTrigger(name: job.name, dueAt: job.dueAt, payload: job.payload, attempt: attempt)
        simulation.traceEvent("trigger", handler.environment, "\(job.name) attempt \(attempt)")
        let answer = TriggerAnswer { [self] outcome in settle(entry, outcome, trigger) }
        // A crash of the replica, on the way or while it works, is no answer.
        let endAction = handler.environment.addEndAction { answer.give(nil) }
        handler.environment.spawn(named: "trigger of \(job.name)") { [simulation] in
            let travel = simulation.faults.travelTime(handler.environment, .scheduler)
            try await handler.environment.pass(travel, "a trigger to arrive")
            let outcome = await handler.perform(trigger)
            await simulation.schedulingPoint()
            handler.environment.removeEndAction(endAction)
            guard handler.environment.isAlive else { return }
            answer.give(simulation.faults.cuts(.requests, handler.environment, .scheduler) ? nil : outcome)
        }
    }

    private func settle(_ entry: ScheduledJob, _ outcome: TriggerOutcome?, _ trigger: JobTrigger) {
        // Another trigger of the same run may have settled it: its periodic job waits for the next due instant.
        guard isCurrent(entry), entry.job.dueAt == trigger.dueAt else { return }
        switch outcome {
        case nil:
            // For a sidecar's job nobody answered is no failure: it waits for another sidecar.
            let failed = entry.limits.policy == nil ? 1 : 0
            set(entry, after: 1_000_000, attempt: trigger.attempt + failed)
        case .retry:
            if let policy = entry.limits.policy { return retry(entry, by: policy, after: trigger.attempt) }
            let pause = DeliveryRetryPolicy().pause(afterAttempt: trigger.attempt).wholeMicroseconds
            set(entry, after: pause, attempt: trigger.attempt + 1)
        case .success, .drop:
            repeatByFault(entry, trigger)
            advance(entry)
        }
    }

    /// Tries again by the job's own policy; a run that the policy gives up is lost.
    private func retry(_ entry: ScheduledJob, by policy: SidecarFailurePolicy, after failures: Int) {
        guard let next = policy.nextAttempt(after: failures, dueAt: entry.job.dueAt) else {
            simulation.traceEvent("run lost", nil, "\(entry.job.name) after \(failures) attempts")
            return advance(entry)
        }
        set(entry, after: max(0, simulation.microseconds(until: next)), attempt: failures + 1)
    }

    /// The scheduler lost the answer and triggers again, perhaps after the job is gone: a trigger already in flight.
    private func repeatByFault(_ entry: ScheduledJob, _ trigger: JobTrigger) {
        let faults = simulation.faults
        guard faults.strikes(.duplicateTriggers) else { return }
        let soon = faults.number(in: 1_000...5_000_000, .duplicateTriggers)
        simulation.plan("a duplicate trigger", after: soon) { [self] in
            let candidates = reachableHandlers(of: entry.job)
            guard !candidates.isEmpty else { return }
            let drawn = faults.number(in: 0...Int64(candidates.count - 1), .duplicateTriggers)
            let handler = candidates[Int(drawn)]
            handler.environment.spawn(named: "duplicate trigger of \(trigger.name)") {
                _ = await handler.perform(trigger)
            }
        }
    }

    /// Makes the next run of a periodic job due; runs missed meanwhile come in a burst.
    private func advance(_ entry: ScheduledJob) {
        guard let period = entry.job.period else {
            jobs[entry.job.name] = nil
            return
        }
        entry.job.dueAt = entry.job.dueAt.adding(milliseconds: max(1, period.wholeMilliseconds))
        entry.limits.runs = entry.limits.runs.map { $0 - 1 }
        guard entry.limits.runs != 0, entry.limits.expiresAt.map({ entry.job.dueAt < $0 }) ?? true else {
            jobs[entry.job.name] = nil
            return
        }
        arm(entry)
    }
}

extension Simulation {
    /// Microseconds from now to an instant of the true time; negative when it is past, saturating.
    func microseconds(until instant: Timestamp) -> Int64 {
        let (milliseconds, overflow) = instant.millisecondsSinceEpoch.subtractingReportingOverflow(
            options.start.millisecondsSinceEpoch)
        guard !overflow else { return instant > options.start ? .max : .min }
        let (product, isTooFar) = milliseconds.multipliedReportingOverflow(by: 1_000)
        guard !isTooFar else { return milliseconds > 0 ? .max : .min }
        let (difference, isBeyond) = product.subtractingReportingOverflow(elapsedMicroseconds)
        return isBeyond ? .min : difference
    }
}
