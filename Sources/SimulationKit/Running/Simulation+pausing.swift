extension Simulation {
    /// Keeps a job for later when the node that it is part of stands still.
    func appendUnlessPaused(_ entry: ReadyQueue.Entry) {
        let incarnation = entry.incarnation
        guard let node = pausedNodes.first(where: { $0.environment?.number == incarnation }) else {
            return ready.append(entry)
        }
        node.hold(entry)
    }
}
