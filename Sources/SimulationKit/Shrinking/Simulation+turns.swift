extension Simulation {
    /// Takes the job that has waited longest; at an excepted decision, one that the seed draws.
    func pickInTurn(of count: Int, except exceptions: DecisionSet) -> ReadyQueue.Entry {
        guard count > 1, exceptions.contains(counters.decisions) else { return ready.removeFirst() }
        // Each decision draws on its own, so that leaving one exception out moves no other.
        let name = StreamName.schedule.child("\(counters.decisions)")
        var stream = RandomStream(seed: options.chanceSeed(of: seed), name: name)
        let index = stream.index(below: count)
        if index > 0 { traceOvertaking(ready[index], ready[0]) }
        return ready.remove(at: index)
    }

    private func traceOvertaking(_ taken: ReadyQueue.Entry, _ first: ReadyQueue.Entry) {
        traceEvent("overtake", nil, "\(laneName(taken)) runs before \(laneName(first)), which has waited longest")
    }

    private func laneName(_ entry: ReadyQueue.Entry) -> String {
        entry.lane?.takeUnretainedValue().name ?? "a task"
    }
}
