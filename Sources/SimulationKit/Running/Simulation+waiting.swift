extension Simulation {
    /// Opens a wait that `wake` or the timer ends; it must be suspended on at once or soon.
    func openWait(
        _ purpose: StaticString, in environment: NodeEnvironment, after microseconds: Int64? = nil,
        isRequest: Bool = false
    ) -> WaitToken {
        precondition(isCurrentThread, "a port of a simulation was called from outside its run or from another thread")
        let token = waits.open(
            purpose: purpose, incarnation: environment.number, isRequest: isRequest, lane: runningLane)
        if let microseconds { setTimer(token, after: microseconds) }
        return token
    }

    /// Suspends until the wait ends.
    func suspend(_ token: WaitToken) async -> WakeReason {
        await withUnsafeContinuation { continuation in
            if let early = waits.suspend(token, continuation, currentOrigin) {
                continuation.resume(returning: early)
            }
        }
    }

    /// Ends a wait; does nothing when it is over already.
    func wake(_ token: WaitToken, _ reason: WakeReason) {
        let (continuation, action) = waits.end(token, reason)
        if let continuation { charging(waits.origin(of: token)) { continuation.resume(returning: reason) } }
        if reason == .due { action?() }
    }

    /// Performs the action on the simulation's own behalf after that much virtual time.
    @discardableResult
    func plan(_ purpose: StaticString, after microseconds: Int64, _ action: @escaping () -> Void) -> WaitToken {
        let token = waits.open(purpose: purpose, incarnation: 0)
        waits.plan(token, action)
        setTimer(token, after: microseconds)
        return token
    }

    private func setTimer(_ token: WaitToken, after microseconds: Int64) {
        let (sum, overflow) = elapsedMicroseconds.addingReportingOverflow(max(0, microseconds))
        timers.push(due: overflow ? .max : sum, token: token)
        if timers.count > 4_096, timers.count > waits.openCount * 2 {
            timers.removeAll { !waits.isOpen($0) }
        }
    }

    /// Moves time to the next timer and fires all that are due then; false when there is none.
    func fireTimers() -> Bool {
        while let first = timers.first, !waits.isOpen(first.token) { timers.removeFirst() }
        guard let first = timers.first, first.due < .max else { return false }
        if first.due > elapsedMicroseconds {
            elapsedMicroseconds = first.due
            lastProgressDecisions = counters.decisions
            hash.fold(UInt64(bitPattern: first.due))
            guard !exceedsTimeLimit() else { return true }
        }
        while let due = timers.first, due.due <= elapsedMicroseconds {
            timers.removeFirst()
            guard waits.isOpen(due.token) else { continue }
            counters.timers += 1
            wake(due.token, .due)
        }
        return true
    }

    private func exceedsTimeLimit() -> Bool {
        guard let limit = options.timeLimit, elapsedMicroseconds > limit.wholeMicroseconds else { return false }
        fail(failure(.timeLimit, "the run passed its limit of \(limit) of virtual time", details: pendingWork()))
        return true
    }
}

extension Simulation {
    /// One scheduling decision without any progress of time.
    func schedulingPoint() async {
        _ = await withUnsafeContinuation { continuation in postponed.append((continuation, currentOrigin)) }
    }

    func failAsZombie(_ environment: NodeEnvironment) {
        let message =
            "\(environment.name) made 10,000 calls after its crash; a loop there ignores cancellation and errors"
        fail(failure(.zombie, message, details: pendingWork()))
    }
}
