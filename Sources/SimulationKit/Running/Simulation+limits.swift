extension Simulation {
    /// Looks at the limits and at the next drawn crash, then says when to look again.
    func checkLimits() {
        let decisions = counters.decisions
        if decisions >= options.stepLimit {
            fail(
                failure(
                    .stepLimit, "the run passed its limit of \(options.stepLimit) decisions", details: pendingWork()))
        }
        if decisions - lastProgressDecisions >= options.livelockLimit {
            let message = "\(options.livelockLimit) decisions without any progress of time"
            fail(failure(.livelock, message, details: pendingWork()))
        }
        if decisions >= nextCrashAt { faults.crashSomeNode() }
        let (livelock, overflow) = lastProgressDecisions.addingReportingOverflow(options.livelockLimit)
        nextCheck = min(options.stepLimit, overflow ? .max : livelock, nextCrashAt)
        if nextCheck <= decisions { nextCheck = decisions + 1 }
    }

    func reportDeadlock() {
        let message = "nothing can run and no timer is set; something waits for what never comes"
        fail(failure(.deadlock, message, details: pendingWork()))
    }

    func failure(_ kind: SimulationFailure.Kind, _ message: String, details: [String]) -> SimulationFailure {
        SimulationFailure(
            kind: kind, seed: seed, time: now, decisions: counters.decisions, message: message, details: details)
    }

    /// The tasks that have not ended and what is waited for, each with how often.
    func pendingWork() -> [String] {
        counted(liveTasks.map { "task " + $0.description }) + counted(waitDescriptions())
    }

    private func waitDescriptions() -> [String] {
        waits.slots.compactMap { slot in
            guard slot.isOpen, slot.continuation != nil else { return nil }
            let owner = environments.first { $0.number == slot.incarnation }
            return "wait for \(slot.purpose) on \(owner?.name ?? "an ended incarnation")"
        }
    }

    /// Every incarnation that is alive.
    private var environments: [NodeEnvironment] {
        (outsideEnvironment.map { [$0] } ?? []) + nodes.compactMap(\.environment)
    }

    /// Equal lines once, with their number, in the order of their first appearance.
    private func counted(_ lines: [String]) -> [String] {
        var order: [String] = []
        var counts: [String: Int] = [:]
        for line in lines {
            if counts[line] == nil { order.append(line) }
            counts[line, default: 0] += 1
        }
        return order.map { line in
            let count = counts[line] ?? 1
            return count == 1 ? line : "\(line) (\(count) times)"
        }
    }

    func traceDecision(_ entry: ReadyQueue.Entry, of count: Int) {
        traceEvent("run", nil, "\(entry.lane?.takeUnretainedValue().name ?? "a task"), one of \(count)")
    }
}
