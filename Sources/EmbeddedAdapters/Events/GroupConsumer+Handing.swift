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
        guard let loaded = await loadedBody(of: work.event) else { return .postpone(settings.storagePause) }
        guard let body = loaded else {
            return await giveUp(work, reason: "the event was deleted before it could be handled")
        }
        switch await work.member.deliver(body, work.attempt) {
        case .success: return .settled
        case .drop(let reason): return await giveUp(work, reason: reason)
        case .retry(let reason):
            // A handler that was cancelled had no fair attempt, so it must not be the last one.
            guard work.attempt >= work.member.retry.maximumAttempts, !Task.isCancelled else {
                notify(
                    .deliveryPostponed(
                        topic: key.topic, group: key.group, eventID: work.event.eventID, attempt: work.attempt,
                        reason: reason))
                return .pause(work.member.retry.pause(afterAttempt: work.attempt))
            }
            return await giveUp(work, reason: reason)
        }
    }

    /// The event's body; nil in it when the event is gone, nil instead of it when the database failed.
    private func loadedBody(of event: StoredEvent) async -> [UInt8]?? {
        if let body = event.body { return body }
        return await noticing("reading an event") { try await log.body(at: event.position) }
    }

    private func giveUp(_ work: ConsumerState.Work, reason: String) async -> ConsumerState.Outcome {
        let isStored: Void? = await noticing("giving an event up") {
            try await log.giveUp(work.event, of: key, reason: reason, attempts: work.attempt)
        }
        guard isStored != nil else { return .postpone(settings.storagePause) }
        notify(
            .eventGivenUp(
                topic: key.topic, group: key.group, eventID: work.event.eventID, attempts: work.attempt, reason: reason)
        )
        onDeadLetter()
        return .settled
    }
}
