internal import CSimulationHooks
internal import Synchronization

extension Simulation {
    /// True on the thread that runs this simulation, while it runs.
    var isCurrentThread: Bool {
        simulation_current() == Unmanaged.passUnretained(self).toOpaque()
    }

    /// Takes a job of a lane, or of a task that is on none; one from another thread is an escape and never runs.
    @inline(__always)
    func enqueue(_ job: UnownedJob, on lane: Lane?) {
        guard isCurrentThread else { return recordForeignEnqueue(lane) }
        let entry = ReadyQueue.Entry(
            job: job, lane: lane.map { .passUnretained($0) }, origin: currentOrigin,
            key: lane?.key ?? currentOrigin.key,
            since: UInt32(truncatingIfNeeded: counters.decisions),
            strand: priorities == nil ? 0 : strand(of: job, on: lane))
        if pausedNodes.isEmpty { ready.append(entry) } else { appendUnlessPaused(entry) }
    }

    /// Whose priority counts for the job: its lane's, or else that of its own task, children each for itself.
    private func strand(of job: UnownedJob, on lane: Lane?) -> UInt32 {
        if let lane { return PriorityPicker.strand(ofLane: lane.number) }
        let identifier = simulation_task_identifier(unsafeBitCast(job, to: UnsafeMutableRawPointer.self))
        return priorities?.strand(ofTask: identifier) ?? 0
    }

    private func recordForeignEnqueue(_ lane: Lane?) {
        let name = lane.map { "lane '\($0.name)'" } ?? "a task"
        let stack = Tripwire.stack()
        foreignEscapes.withLock { escapes in
            guard escapes.count < 100 else { return }
            escapes += ["\(name) was resumed by a thread that is not the simulation's, from"] + stack
        }
        hasForeignEscape.store(true, ordering: .releasing)
    }

    func reportForeignEscape() {
        let details = foreignEscapes.withLock { $0 }
        let message = "a job came from outside the simulation; Dispatch, timers and threads have no place in it"
        isStopped = true
        // It explains whatever else went wrong, unless the way out has been seen already.
        if let known = failure as? SimulationFailure, known.kind == .escape { return }
        failure = failure(.escape, message, details: details)
    }

    /// Called by the tripwire on the simulation's own thread.
    func recordEscape(_ route: String) {
        guard !isTearingDown else { return }
        let runner = runningLane.map { "lane '\($0.name)'" } ?? "a task"
        let message = "\(runner) used \(route), which leaves the simulation"
        fail(failure(.escape, message, details: Tripwire.stack()))
    }
}
