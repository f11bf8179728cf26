internal import ServicePorts
internal import Synchronization

/// Works a group through a topic: reads, hands out, retries, gives up, and keeps the group's position.
final class GroupConsumer: Sendable {
    private enum Phase {
        case open
        case closing
        case closed
    }

    private struct Guarded {
        var state: ConsumerState
        var phase: Phase = .open
        var isStopping = false
        var committed: Int64
        var isMoveScheduled = false
        var idleWaiters: [Int: [CheckedContinuation<Void, Never>]] = [:]
        var closeWaiters: [CheckedContinuation<Void, Never>] = []
    }

    let key: ConsumerKey
    private let log: EventLog
    private let settings: EventBusSettings
    private let onDeadLetter: @Sendable () -> Void
    private let signal: Signal = Signal()
    private let guarded: Mutex<Guarded>

    init(
        key: ConsumerKey, position: Int64, givenUp: Set<Int64>, log: EventLog, settings: EventBusSettings,
        onDeadLetter: @escaping @Sendable () -> Void
    ) {
        self.key = key
        self.log = log
        self.settings = settings
        self.onDeadLetter = onDeadLetter
        guarded = Mutex(
            Guarded(
                state: ConsumerState(position: position, givenUp: givenUp, settings: settings), committed: position))
    }

    /// Notes that events may have been appended to the topic.
    func noteMore() {
        guarded.withLock { $0.state.noteMore() }
        signal.raise()
    }

    /// Lets no further handler start; the loop ends when those that run have ended.
    func stop() {
        guarded.withLock { $0.isStopping = true }
        signal.raise()
    }
}

// MARK: - Members

extension GroupConsumer {
    /// Adds a member; false when the consumer is closing and another one must be made.
    func add(_ member: GroupMember) -> Bool {
        let isAdded = guarded.withLock { guarded in
            guard guarded.phase == .open else { return false }
            guarded.state.add(member)
            return true
        }
        signal.raise()
        return isAdded
    }

    /// Removes a member and waits until no handler of it runs; without members the consumer closes.
    func remove(_ member: GroupMember) async {
        await withCheckedContinuation { continuation in
            let isIdle = guarded.withLock { guarded in
                guarded.state.remove(member)
                if guarded.state.running(of: member) == 0 { return true }
                guarded.idleWaiters[member.number, default: []].append(continuation)
                return false
            }
            if isIdle { continuation.resume() }
        }
        await closeIfUnused()
    }

    private func closeIfUnused() async {
        let closes = guarded.withLock { guarded in
            guard guarded.state.members.isEmpty, guarded.phase == .open else { return false }
            guarded.phase = .closing
            return true
        }
        guard closes else { return await waitUntilClosed() }
        signal.raise()
        await movePosition()
        let waiters = guarded.withLock { guarded in
            guarded.phase = .closed
            defer { guarded.closeWaiters.removeAll() }
            return guarded.closeWaiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// True once the last member has left and the position is stored.
    var isClosed: Bool { guarded.withLock { $0.phase == .closed } }

    /// Returns when a consumer that is closing has closed; at once when it is open.
    func waitUntilClosed() async {
        await withCheckedContinuation { continuation in
            let waits = guarded.withLock { guarded in
                guard guarded.phase == .closing else { return false }
                guarded.closeWaiters.append(continuation)
                return true
            }
            if !waits { continuation.resume() }
        }
    }
}

// MARK: - The loop

extension GroupConsumer {
    /// Works until stopped, closed or cancelled.
    func run() async {
        let clock = log.clock
        await withDiscardingTaskGroup { workers in
            await withDiscardingTaskGroup { timers in
                while !isFinished {
                    if await !fill() {
                        timers.addTask { await self.noteMore(after: self.settings.storagePause) }
                    }
                    while let work = takeWork() {
                        workers.addTask { await self.work(startingWith: work) }
                    }
                    for (lane, duration) in guarded.withLock({ $0.state.takePauses() }) {
                        timers.addTask {
                            guard (try? await clock.sleep(for: duration)) != nil else { return }
                            self.guarded.withLock { $0.state.resume(lane) }
                            self.signal.raise()
                        }
                    }
                    if schedulesMove() { timers.addTask { await self.movePositionSoon() } }
                    await signal.wait()
                }
                timers.cancelAll()
            }
        }
        await movePosition()
    }

    private var isFinished: Bool {
        Task.isCancelled || guarded.withLock { $0.isStopping || $0.phase != .open }
    }

    private func noteMore(after pause: Duration) async {
        guard (try? await log.clock.sleep(for: pause)) != nil else { return }
        noteMore()
    }

    /// Reads what there is room for; false when the database failed.
    private func fill() async -> Bool {
        while let (position, wanted) = beginReading() {
            guard let events = try? await log.events(of: key.topic, after: position, limit: wanted) else {
                return false
            }
            guarded.withLock { $0.state.accept(events, asked: wanted) }
        }
        return true
    }

    private func beginReading() -> (position: Int64, wanted: Int)? {
        guarded.withLock { guarded in
            guard let wanted = guarded.state.wanted else { return nil }
            guarded.state.beginReading()
            return (guarded.state.progress.position, wanted)
        }
    }

    private func takeWork() -> ConsumerState.Work? {
        guarded.withLock { $0.isStopping ? nil : $0.state.takeWork() }
    }
}

// MARK: - Handing out

extension GroupConsumer {
    /// Handles one event after the other until none is ready.
    private func work(startingWith first: ConsumerState.Work) async {
        var next: ConsumerState.Work? = first
        while let work = next {
            let outcome = await handle(work)
            finish(work, outcome)
            next = Task.isCancelled ? nil : takeWork()
        }
        signal.raise()
    }

    private func finish(_ work: ConsumerState.Work, _ outcome: ConsumerState.Outcome) {
        let (waiters, needsAttention) = guarded.withLock { guarded in
            guarded.state.finish(work, outcome)
            let isIdle = guarded.state.running(of: work.member) == 0
            let waiters = isIdle ? guarded.idleWaiters.removeValue(forKey: work.member.number) ?? [] : []
            return (waiters, guarded.state.needsAttention)
        }
        for waiter in waiters { waiter.resume() }
        if needsAttention { signal.raise() }
    }

    private func handle(_ work: ConsumerState.Work) async -> ConsumerState.Outcome {
        let body: [UInt8]
        do {
            guard let loaded = try await loadedBody(of: work.event) else {
                return await giveUp(work, reason: "the event was deleted before it could be handled")
            }
            body = loaded
        } catch {
            return .pause(settings.storagePause)
        }
        switch await work.member.deliver(body, work.attempt) {
        case .success: return .settled
        case .drop(let reason): return await giveUp(work, reason: reason)
        case .retry(let reason):
            // A handler that was cancelled had no fair attempt, so it must not be the last one.
            guard work.attempt >= work.member.retry.maximumAttempts, !Task.isCancelled else {
                return .pause(work.member.retry.pause(afterAttempt: work.attempt))
            }
            return await giveUp(work, reason: reason)
        }
    }

    private func loadedBody(of event: StoredEvent) async throws -> [UInt8]? {
        if let body = event.body { return body }
        return try await log.body(at: event.position)
    }

    private func giveUp(_ work: ConsumerState.Work, reason: String) async -> ConsumerState.Outcome {
        do {
            try await log.giveUp(work.event, of: key, reason: reason, attempts: work.attempt)
        } catch {
            return .pause(settings.storagePause)
        }
        onDeadLetter()
        return .settled
    }
}

// MARK: - The position

extension GroupConsumer {
    private func schedulesMove() -> Bool {
        guarded.withLock { guarded in
            guard guarded.state.progress.watermark > guarded.committed, !guarded.isMoveScheduled else { return false }
            guarded.isMoveScheduled = true
            return true
        }
    }

    /// Stores the position after a delay in which more events settle, so that they share one write.
    private func movePositionSoon() async {
        guard (try? await log.clock.sleep(for: settings.positionDelay)) != nil else { return }
        if await !movePosition() { try? await log.clock.sleep(for: settings.storagePause) }
        guarded.withLock { $0.isMoveScheduled = false }
        signal.raise()
    }

    /// Stores how far the group has come; false when the database failed.
    @discardableResult
    private func movePosition() async -> Bool {
        let target = guarded.withLock { $0.state.progress.watermark > $0.committed ? $0.state.progress.watermark : nil }
        guard let target else { return true }
        guard (try? await log.move(key, to: target)) != nil else { return false }
        guarded.withLock { $0.committed = max($0.committed, target) }
        return true
    }
}
