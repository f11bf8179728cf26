extension Simulation {
    /// Looks at the limits and at the next drawn crash, then says when to look again.
    func checkLimits() {
        let decisions = counters.decisions
        if decisions >= options.stepLimit {
            fail(
                failure(
                    .stepLimit, "the run passed its limit of \(options.stepLimit) decisions", details: pendingWork()))
        }
        if decisions - lastProgressDecisions >= options.livelockLimit { return reportLivelock() }
        if let starved = findStarved() { return reportStarvation(of: starved) }
        if decisions >= nextCrashAt { faults.crashSomeNode() }
        if decisions >= counters.nextCheckpoint { counters.hashCheckpoints.append(hash.value) }
        let (livelock, overflow) = lastProgressDecisions.addingReportingOverflow(options.livelockLimit)
        let starvation = counters.decisions + max(1, options.starvationLimit / 4)
        let soonest = min(nextCrashAt, starvation, counters.nextCheckpoint)
        nextCheck = min(options.stepLimit, overflow ? .max : livelock, soonest)
        if nextCheck <= decisions { nextCheck = decisions + 1 }
    }

    func reportDeadlock() {
        let message = "nothing can run and no timer is set; something waits for what never comes"
        fail(failure(.deadlock, message, details: pendingWork()))
    }

    private func reportLivelock() {
        let runners = sampleDecisions(1_000)
        let message = "\(options.livelockLimit) decisions without any progress of time"
        fail(failure(.livelock, message, details: runners + pendingWork()))
    }

    /// The job that has been ready for longest, when that is beyond the limit.
    ///
    /// A draw among many ready jobs takes its time to hit a certain one: 64 times as many decisions as there were ever
    /// jobs ready pass over it with a probability of less than e to the power of -64.
    private func findStarved() -> ReadyQueue.Entry? {
        let limit = max(options.starvationLimit, 64 * counters.largestReadySet)
        let now = UInt32(truncatingIfNeeded: counters.decisions)
        guard !ready.isEmpty, limit < Int(UInt32.max) else { return nil }
        var oldest = ready[0]
        for index in 1..<max(1, ready.count) where now &- ready[index].since > now &- oldest.since {
            oldest = ready[index]
        }
        return Int(now &- oldest.since) > limit ? oldest : nil
    }

    private func reportStarvation(of starved: ReadyQueue.Entry) {
        let passed = UInt32(truncatingIfNeeded: counters.decisions) &- starved.since
        let name = name(of: starved)
        let task = starved.lane == nil ? "" : ", with a job of \(self.name(ofTask: starved.origin)),"
        let message = "\(name)\(task) was ready all the time and passed over in \(passed) decisions"
        fail(failure(.starvation, message, details: sampleDecisions(1_000) + pendingWork()))
    }

    func failure(_ kind: SimulationFailure.Kind, _ message: String, details: [String]) -> SimulationFailure {
        SimulationFailure(
            kind: kind, seed: seed, time: now, decisions: counters.decisions, message: message, details: details)
    }

    func traceDecision(_ entry: ReadyQueue.Entry, of count: Int) {
        traceEvent("run", nil, "\(name(of: entry)), one of \(count)")
    }
}
