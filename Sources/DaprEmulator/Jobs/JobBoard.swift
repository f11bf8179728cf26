internal import CivilTime
internal import ServicePorts
internal import SidecarRules
internal import Synchronization

/// The scheduler: it keeps jobs and brings each due one to one sidecar of its application.
final class JobBoard: Sendable {
    /// Brings a trigger to an application; nil when its sidecar is gone, which is no attempt.
    typealias Receiver = @Sendable (_ name: String, _ data: [UInt8]) async -> SidecarJobVerdict?

    private struct State {
        var entries: [JobKey: ScheduleEntry] = [:]
        var queue = TimedQueue<(key: JobKey, number: Int)>()
        /// Due jobs that no sidecar is there for, by application.
        var staged: [String: [(key: JobKey, number: Int)]] = [:]
        var receivers: [String: [(number: Int, receive: Receiver)]] = [:]
        var numbersGiven = 0
        var turns = 0
        var isDown = false
        var duplicateTriggers = 0
    }

    private let state = Mutex(State())
    private let signal = ChangeSignal()
    private let clock: any WallClock
    private let journal: Journal?

    init(clock: any WallClock, journal: Journal?) {
        self.clock = clock
        self.journal = journal
    }

    // MARK: Requests

    /// Keeps a job; throws `SidecarError` when there is one of its name that it does not replace.
    func schedule(_ key: JobKey, _ job: SidecarJob, body: [UInt8], at now: Timestamp) throws(SidecarError) {
        let isTaken = state.withLock { state in
            if state.entries[key] != nil, !job.overwrites { return true }
            add(key, job, body, now, &state)
            journal?.append(.job(key, body: body, at: now))
            return false
        }
        if isTaken { throw SidecarJob.exists(job.name) }
        signal.notify()
    }

    private func add(_ key: JobKey, _ job: SidecarJob, _ body: [UInt8], _ now: Timestamp, _ state: inout State) {
        state.numbersGiven += 1
        let entry = ScheduleEntry(
            key: key, job: job, body: body, scheduledAt: now, number: state.numbersGiven,
            progress: ScheduleProgress(nextAt: job.dueAt))
        state.entries[key] = entry
        state.queue.add((key, entry.number), at: entry.attemptAt)
    }

    func remove(_ key: JobKey) {
        state.withLock { state in
            guard state.entries.removeValue(forKey: key) != nil else { return }
            journal?.append(.jobGone(key))
        }
    }

    func entry(_ key: JobKey) -> ScheduleEntry? {
        state.withLock { $0.entries[key] }
    }

    var entries: [ScheduleEntry] {
        state.withLock { state in state.entries.values.sorted { $0.number < $1.number } }
    }

    // MARK: Outages

    var isDown: Bool { state.withLock(\.isDown) }

    func setDown(_ isDown: Bool) {
        state.withLock { $0.isDown = isDown }
        signal.notify()
    }

    /// Returns once the scheduler is there, at the latest after that time; false when it is not.
    func isThere(within patience: Duration) async -> Bool {
        let deadline = ContinuousClock.now + patience
        while !Task.isCancelled {
            let version = signal.version
            if !isDown { return true }
            let left = deadline - .now
            guard left > .zero else { return false }
            await signal.wait(after: version, atMost: left)
        }
        return false
    }

    func duplicateTriggers(_ count: Int) {
        state.withLock { $0.duplicateTriggers += count }
    }

    // MARK: Sidecars

    /// A sidecar takes triggers of its application from now on; returns its number.
    func connect(_ appID: String, _ receive: @escaping Receiver) -> Int {
        let number = state.withLock { state in
            state.numbersGiven += 1
            state.receivers[appID, default: []].append((state.numbersGiven, receive))
            for staged in state.staged.removeValue(forKey: appID) ?? [] {
                state.queue.add(staged, at: state.entries[staged.key]?.attemptAt ?? .epoch)
            }
            return state.numbersGiven
        }
        signal.notify()
        return number
    }

    func disconnect(_ appID: String, _ number: Int) {
        state.withLock { $0.receivers[appID]?.removeAll { $0.number == number } }
    }

    // MARK: Running

    /// Brings due jobs until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                let version = signal.version
                let (due, nextAt) = takeDue()
                for (entry, receive, isTwice) in due {
                    group.addTask { await self.trigger(entry, receive, isTwice: isTwice) }
                }
                guard due.isEmpty else { continue }
                let pause = nextAt.map { $0.duration(since: self.clock.now()) } ?? .seconds(60)
                await signal.wait(after: version, atMost: max(.milliseconds(1), min(pause, .seconds(60))))
            }
            group.cancelAll()
        }
    }

    private func takeDue() -> (due: [(ScheduleEntry, Receiver, isTwice: Bool)], nextAt: Timestamp?) {
        let now = clock.now()
        return state.withLock { state in
            guard !state.isDown else { return ([], nil) }
            var due: [(ScheduleEntry, Receiver, isTwice: Bool)] = []
            while let item = state.queue.take(dueBy: now) {
                guard var entry = state.entries[item.key], entry.number == item.number, !entry.isRunning,
                    entry.attemptAt <= now
                else { continue }
                if let end = entry.job.expiresAt, end < now, entry.progress.nextAt > end {
                    state.entries[item.key] = nil
                    continue
                }
                guard let receivers = state.receivers[item.key.appID], !receivers.isEmpty else {
                    state.staged[item.key.appID, default: []].append(item)
                    continue
                }
                entry.isRunning = true
                state.entries[item.key] = entry
                state.turns += 1
                let isTwice = state.duplicateTriggers > 0
                if isTwice { state.duplicateTriggers -= 1 }
                due.append((entry, receivers[state.turns % receivers.count].receive, isTwice))
            }
            return (due, state.queue.nextAt)
        }
    }

    private func trigger(_ entry: ScheduleEntry, _ receive: Receiver, isTwice: Bool) async {
        if isTwice { _ = await receive(entry.key.name, entry.job.data) }
        let verdict = await receive(entry.key.name, entry.job.data)
        settle(entry.key, entry.number, verdict)
        await journal?.flush()
        signal.notify()
    }

    private func settle(_ key: JobKey, _ number: Int, _ verdict: SidecarJobVerdict?) {
        state.withLock { state in
            // A job that was replaced or removed meanwhile is not this one.
            guard var entry = state.entries[key], entry.number == number else { return }
            entry.isRunning = false
            let goesOn =
                switch verdict {
                case nil: true
                case .done: entry.finishRun()
                case .failed: entry.fail()
                }
            guard goesOn else {
                state.entries[key] = nil
                journal?.append(.jobGone(key))
                return
            }
            state.entries[key] = entry
            if verdict != nil { journal?.append(.jobRan(key, entry.progress)) }
            state.queue.add((key, number), at: entry.attemptAt)
        }
    }

    // MARK: Durability

    func restore(_ key: JobKey, body: [UInt8], at instant: Timestamp) {
        let request = SidecarRequest(.post, "/v1.0/jobs/\(PercentCoding.encode(key.name))", body: body)
        guard let job = try? SidecarJob(request, now: instant, zone: SystemZones.rules) else { return }
        state.withLock { add(key, job, body, instant, &$0) }
    }

    func restore(_ key: JobKey, _ progress: ScheduleProgress?) {
        state.withLock { state in
            guard let progress else {
                state.entries[key] = nil
                return
            }
            guard var entry = state.entries[key] else { return }
            entry.progress = progress
            state.entries[key] = entry
            state.queue.add((key, entry.number), at: entry.attemptAt)
        }
    }

    /// What a new journal begins with.
    var records: [JournalRecord] {
        entries.flatMap { entry in
            [
                JournalRecord.job(entry.key, body: entry.body, at: entry.scheduledAt),
                .jobRan(entry.key, entry.progress),
            ]
        }
    }
}
