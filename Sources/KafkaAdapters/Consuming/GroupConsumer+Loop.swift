internal import Logging
internal import ServicePorts
internal import Synchronization

extension GroupConsumer {
    /// Runs handlers until stopped or cancelled, then leaves the group.
    func run() async {
        guard begins() else { return }
        await withDiscardingTaskGroup { workers in
            await withDiscardingTaskGroup { timers in
                while !isFinished {
                    while let work = takeWork() {
                        workers.addTask { await self.work(startingWith: work) }
                    }
                    for (lane, duration) in guarded.withLock({ $0.state.takePauses() }) {
                        timers.addTask { await self.resume(lane, after: duration) }
                    }
                    await signal.wait()
                }
                timers.cancelAll()
            }
        }
        guarded.withLock { $0.mayClose = true }
        wakeThread()
        await closed.wait()
    }

    private func begins() -> Bool {
        guarded.withLock { guarded in
            guard !guarded.isStopping, !guarded.isStarted else { return false }
            guarded.isStarted = true
            return true
        }
    }

    private var isFinished: Bool { Task.isCancelled || guarded.withLock { $0.isStopping } }

    private func resume(_ lane: ConsumerState.LaneName, after pause: Duration) async {
        guard (try? await clock.sleep(for: pause)) != nil else { return }
        guarded.withLock { $0.state.resume(lane) }
        signal.raise()
    }

    private func takeWork() -> ConsumerState.Work? {
        guarded.withLock { $0.isStopping ? nil : $0.state.takeWork() }
    }

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
        let (raises, wakes) = guarded.withLock { guarded in
            guarded.state.finish(work, outcome)
            let isRevoked = guarded.revocation.map { guarded.state.isIdle($0.partitions) } ?? false
            let hasSlack = guarded.awaited.map { guarded.state.hasSlack($0) } ?? false
            return (guarded.state.hasPauses, isRevoked || guarded.state.hasResumable || hasSlack)
        }
        if raises { signal.raise() }
        if wakes { wakeThread() }
    }

    private func handle(_ work: ConsumerState.Work) async -> ConsumerState.Outcome {
        switch await member.deliver(work.record.value, work.attempt) {
        case .success: return .settled
        case .drop(let reason): return await giveUp(work, reason)
        case .retry(let reason):
            // A handler that was cancelled had no fair attempt, so it must not be the last one.
            guard work.attempt >= member.retry.maximumAttempts, !Task.isCancelled else {
                reporter.logger.debug(
                    "event postponed after attempt \(work.attempt): \(reason)", metadata: place(of: work.record))
                return .pause(member.retry.pause(afterAttempt: work.attempt))
            }
            return await giveUp(work, reason)
        }
    }

    private func giveUp(_ work: ConsumerState.Work, _ reason: String) async -> ConsumerState.Outcome {
        do {
            try await giveUp(work.record, reason, work.attempt)
            reporter.logger.warning(
                "event given up after \(work.attempt) attempts: \(reason)", metadata: place(of: work.record))
            return .settled
        } catch {
            reporter.logger.error("an event could not be given up: \(error)", metadata: place(of: work.record))
            return .postpone(GroupConsumer.deadLetterPause)
        }
    }
}
