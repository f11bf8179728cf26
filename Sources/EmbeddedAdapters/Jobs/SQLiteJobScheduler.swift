internal import CivilTime
public import ServicePorts
internal import Synchronization

/// `JobScheduler` on the embedded database: jobs outlive the process and run while `run()` does.
///
/// A periodic job keeps its rhythm; runs that it missed, as while the process was down, come once and not each.
public final class SQLiteJobScheduler: JobScheduler {
    private struct Handler: Sendable {
        let prefix: String
        let handle: @Sendable (JobTrigger) async -> TriggerOutcome
    }

    private struct Guarded {
        var handlers: [Handler] = []
        var inFlight: Set<Int64> = []
        /// Runs that ended since the last survey began: what it read of them is out of date.
        var ended: Set<Int64> = []
        /// Runs in flight when the last survey ended.
        var begun = 0
        var isRunning = false
        var isShutDown = false
    }

    private let table: JobTable
    private let clock: any WallClock
    private let settings: JobSchedulerSettings
    private let notify: @Sendable (EmbeddedNotice) -> Void
    private let signal: Signal = Signal()
    private let guarded: Mutex<Guarded> = Mutex(Guarded())

    /// A scheduler in that database, whose jobs are due by that clock; what it does by itself is told to `notify`.
    public init(
        database: EmbeddedDatabase, clock: any WallClock, settings: JobSchedulerSettings = .init(),
        notify: @escaping @Sendable (EmbeddedNotice) -> Void = { _ in }
    ) {
        table = JobTable(database: database)
        self.clock = clock
        self.settings = settings
        self.notify = notify
    }

    /// Stores the job, replacing one of the same name; throws `JobSchedulerError`.
    public func schedule(_ job: Job) async throws {
        guard !job.name.isEmpty else { throw JobSchedulerError(.invalid, "the job has no name; give it a unique one") }
        if let period = job.period, period.wholeMilliseconds < 1 {
            throw JobSchedulerError(
                .invalid, "the period of job '\(job.name)' is \(period); it must be at least a millisecond")
        }
        try await mapped { try await table.put(job) }
        signal.raise()
    }

    /// Removes the job; succeeds when there is none; throws `JobSchedulerError`.
    public func cancel(jobNamed name: String) async throws {
        try await mapped { try await table.remove(named: name) }
    }

    /// Hands triggers of jobs whose name begins with `prefix` to the handler; the first that fits a name counts.
    public func handleTriggers(
        ofJobsPrefixed prefix: String, handler: @escaping @Sendable (JobTrigger) async -> TriggerOutcome
    ) async throws {
        guarded.withLock { $0.handlers.append(Handler(prefix: prefix, handle: handler)) }
        signal.raise()
    }

    /// Triggers jobs until `shutDown` or cancellation; may be called once; throws `JobSchedulerError`.
    ///
    /// Cancellation also cancels the handlers that are running; their jobs are triggered again later.
    /// When this returns, no handler is held any more.
    public func run() async throws {
        let mayRun = guarded.withLock { guarded in
            defer { guarded.isRunning = true }
            return !guarded.isRunning
        }
        guard mayRun else { throw JobSchedulerError(.invalid, "run() was called before; a scheduler runs once") }
        await withDiscardingTaskGroup { group in
            while !isFinished {
                var pause = settings.storagePause
                do {
                    let (due, untilNext) = try await survey()
                    pause = untilNext
                    for (job, handler) in due {
                        group.addTask { await self.trigger(job, handler) }
                    }
                } catch {
                    notify(.storageFailed(during: "reading due jobs", error))
                }
                await signal.wait(atMost: pause, on: clock)
            }
        }
        letGoOfHandlers()
    }

    /// Triggers nothing more; `run()` returns when the handlers that are running have ended.
    public func shutDown() {
        guarded.withLock { $0.isShutDown = true }
        signal.raise()
    }
}

extension SQLiteJobScheduler {
    /// Handlers often hold what holds the scheduler.
    private func letGoOfHandlers() {
        let handlers = guarded.withLock { guarded in
            defer { guarded.handlers.removeAll() }
            return guarded.handlers
        }
        // They end outside of the lock, as what ends with them may come back here.
        withExtendedLifetime(handlers) {}
    }

    private var isFinished: Bool {
        Task.isCancelled || guarded.withLock { $0.isShutDown }
    }

    /// The jobs to trigger now, which count as in flight from here on, and how long to sleep after them.
    private func survey() async throws -> (due: [(DueJob, Handler)], untilNext: Duration) {
        let now = clock.now()
        var found: [(DueJob, Handler)] = []
        let (handlers, busy) = guarded.withLock { guarded in
            guarded.ended.removeAll()
            return (guarded.handlers, guarded.inFlight.count)
        }
        for handler in handlers {
            // Jobs in flight are still due in the table, so that many more are read than may be triggered.
            let limit = settings.concurrentTriggers + busy
            found += try await table.due(by: now, prefix: handler.prefix, limit: limit).map { ($0, handler) }
        }
        let next = try await table.nextTry(after: now)
        var pause = next.map { $0.duration(since: clock.now()) } ?? settings.longestSleep
        let due = found.filter { claim($0.0) }
        let isFull = guarded.withLock { guarded in
            guarded.begun = guarded.inFlight.count
            return guarded.begun >= settings.concurrentTriggers
        }
        // Handlers that hang must not keep those that end from being followed.
        if isFull { pause = min(pause, SQLiteJobScheduler.longestPauseWhenFull) }
        return (due, min(max(pause, .zero), settings.longestSleep))
    }

    private static let longestPauseWhenFull: Duration = .milliseconds(100)

    /// Marks the job as in flight; false when it is already, was just now, or too many are.
    private func claim(_ job: DueJob) -> Bool {
        guarded.withLock { guarded in
            let isFull = guarded.inFlight.count >= settings.concurrentTriggers
            guard !isFull, !guarded.ended.contains(job.generation) else { return false }
            return guarded.inFlight.insert(job.generation).inserted
        }
    }

    private func trigger(_ job: DueJob, _ handler: Handler) async {
        let outcome = await handler.handle(job.trigger)
        notice(outcome, of: job)
        while await !isSettled(job, outcome) {
            guard (try? await clock.sleep(for: settings.storagePause)) != nil else { break }
        }
        let isWorthLooking = guarded.withLock { guarded in
            guarded.inFlight.remove(job.generation)
            guarded.ended.insert(job.generation)
            // A survey reads all that is in flight once more: one for each run that ends would cost most of all.
            let isFull = guarded.begun >= settings.concurrentTriggers
            return !isFull || guarded.ended.count * 4 >= guarded.begun
        }
        if isWorthLooking { signal.raise() }
    }

    private func isSettled(_ job: DueJob, _ outcome: TriggerOutcome) async -> Bool {
        do {
            try await settle(job, outcome)
            return true
        } catch {
            notify(.storageFailed(during: "settling job \(job.trigger.name)", error))
            return false
        }
    }

    private func notice(_ outcome: TriggerOutcome, of job: DueJob) {
        let (name, attempt) = (job.trigger.name, job.trigger.attempt)
        switch outcome {
        case .success: return
        case .retry(let reason): notify(.triggerPostponed(job: name, attempt: attempt, reason: reason))
        case .drop(let reason): notify(.triggerDropped(job: name, attempts: attempt, reason: reason))
        }
    }

    private func settle(_ job: DueJob, _ outcome: TriggerOutcome) async throws {
        switch outcome {
        case .success, .drop: try await table.settle(job, now: clock.now())
        case .retry:
            let pause = settings.retry.pause(afterAttempt: job.trigger.attempt)
            try await table.postpone(job, until: clock.now() + pause)
        }
    }

    private func mapped(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let failure as StorageFailure {
            throw JobSchedulerError(failure)
        }
    }
}
