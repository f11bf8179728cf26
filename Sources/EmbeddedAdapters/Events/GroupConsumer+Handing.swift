internal import ServicePorts
internal import Synchronization

extension GroupConsumer {
    /// Handles one event after the other until none is ready.
    func work(startingWith first: ConsumerState.Work) async {
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
