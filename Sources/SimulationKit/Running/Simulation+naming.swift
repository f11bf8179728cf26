extension Simulation {
    /// The lane on which a job runs, or else the task; by name.
    func name(of entry: ReadyQueue.Entry) -> String {
        if let lane = entry.lane?.takeUnretainedValue() { return "lane \(lane.name)" }
        return name(ofTask: entry.origin)
    }

    /// The task to which something is charged, by name.
    func name(ofTask origin: Origin) -> String {
        if let record = liveTasks.first(where: { $0.origin.task == origin.task }) { return "task \(record)" }
        let owner = environments.first { $0.number == origin.incarnation }
        return "a task of \(owner?.name ?? "an ended incarnation")"
    }

    /// The tasks that have not ended, and for what each of them waits on which lane, equal ones once with their number.
    func pendingWork() -> [String] {
        let waiting = waits.slots.filter { $0.isOpen && $0.continuation != nil }
        let known = Set(waiting.map(\.origin.task))
        let busy = Set((0..<ready.count).map { ready[$0].origin.task })
        let others = liveTasks.filter { !known.contains($0.origin.task) }.map { record in
            busy.contains(record.origin.task)
                ? "task \(record) is ready to run" : "task \(record) waits for something that is no port or clock"
        }
        return counted(waiting.map(describe)) + counted(others)
    }

    private func describe(_ slot: WaitTable.Slot) -> String {
        let lane = slot.lane.map { " on lane \($0.takeUnretainedValue().name)" } ?? ""
        return "\(name(ofTask: slot.origin)) waits\(lane) for \(slot.purpose)"
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

    /// Goes on for some decisions and answers who made them, the busiest first.
    func sampleDecisions(_ limit: Int) -> [String] {
        var counts: [String: Int] = [:]
        for _ in 0..<limit where !isStopped {
            if !postponed.isEmpty { resumePostponed() }
            guard !ready.isEmpty else { break }
            let entry = takeNext()
            counts[name(of: entry), default: 0] += 1
            perform(entry)
        }
        let total = counts.values.reduce(0, +)
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return sorted.prefix(20).map { "\($0.key) made \($0.value) of the last \(total) decisions" }
    }
}
