extension SimulatedNode {
    /// Makes it stand still: nothing of it runs and whatever reaches it waits, while its clock goes on.
    public func pause() {
        guard let environment, !isPaused else { return }
        isPaused = true
        simulation.pausedNodes.append(self)
        heldJobs = simulation.ready.removeAll(of: environment.number)
        for action in simulation.pauseActions { action(environment) }
    }

    /// Lets it go on after a pause, with all that has come meanwhile; a crash ends a pause too.
    public func resume() {
        guard isPaused else { return }
        isPaused = false
        simulation.pausedNodes.removeAll { $0 === self }
        for var entry in heldJobs {
            entry.since = UInt32(truncatingIfNeeded: simulation.counters.decisions)
            simulation.ready.append(entry)
        }
        heldJobs = []
        if let environment { for action in simulation.pauseActions { action(environment) } }
    }

    func hold(_ entry: ReadyQueue.Entry) {
        heldJobs.append(entry)
    }

    /// True when a drawn pause may strike it.
    var canPause: Bool { isUp && !isPaused }
}
