internal import CSimulationHooks
internal import Synchronization

extension Simulation {
    /// Runs the body and everything that it starts until the body ends, on the calling thread.
    ///
    /// Throws what the body throws, what `fail` was given, or a `SimulationFailure`. A simulation runs once.
    @discardableResult
    public func run<Output: Sendable>(
        _ body: @escaping @Sendable (Simulation) async throws -> Output
    ) throws -> Output {
        precondition(!hasRun, "a simulation runs once; make another one")
        hasRun = true
        let outer = simulation_current()
        simulation_set_current(Unmanaged.passUnretained(self).toOpaque())
        defer { simulation_set_current(outer) }

        let result = ResultBox<Output>()
        outside.spawn(named: "body") { [self] in
            do {
                result.value = .success(try await body(self))
            } catch {
                result.value = .failure(error)
            }
            isStopped = true
        }
        faults.begin()
        driveLoop()
        counters.decisionHash = hash.value
        counters.end = now
        tearDown()
        if let failure { throw failure }
        guard let value = result.value else {
            throw failure(.deadlock, "the run stopped before its body ended", details: [])
        }
        return try value.get()
    }

    private func driveLoop() {
        while !isStopped {
            if !postponed.isEmpty { resumePostponed() }
            if ready.isEmpty {
                if hasForeignEscape.load(ordering: .relaxed) { break }
                guard fireTimers() else { return reportDeadlock() }
                continue
            }
            if counters.decisions >= nextCheck { checkLimits() }
            if hasForeignEscape.load(ordering: .relaxed) { break }
            step()
        }
        if hasForeignEscape.load(ordering: .relaxed) { reportForeignEscape() }
    }

    /// Picks one ready job by the seed and runs it to its next suspension.
    @inline(__always)
    private func step() {
        perform(takeNext())
    }

    /// Takes the ready job that runs next, and takes note of the choice.
    @inline(__always)
    func takeNext() -> ReadyQueue.Entry {
        let count = ready.count
        if count > counters.largestReadySet { counters.largestReadySet = count }
        let readySet = ready.setHash
        let entry = options.fifoExcept.map { pickInTurn(of: count, except: $0) } ?? pick(among: count)
        if count > 1 { choices.insert(ReadyQueue.mix(readySet &+ UInt64(entry.key))) }
        hash.fold(UInt64(entry.key) << 32 | UInt64(truncatingIfNeeded: count))
        counters.decisions += 1
        if options.traceLevel == .decisions { traceDecision(entry, of: count) }
        return entry
    }

    @inline(__always)
    private func pick(among count: Int) -> ReadyQueue.Entry {
        switch options.schedule {
        case .uniform: count == 1 ? ready.removeFirst() : ready.swapRemove(at: scheduleStream.index(below: count))
        case .firstInFirstOut: ready.removeFirst()
        case .probabilistic: pickByPriority()
        }
    }

    private func pickByPriority() -> ReadyQueue.Entry {
        ready.remove(at: priorities?.pick(from: ready) ?? 0)
    }

    func perform(_ entry: ReadyQueue.Entry) {
        let tasks = taskExecutor.asUnownedTaskExecutor()
        currentOrigin = entry.origin
        defer { currentOrigin = .simulation }
        if let place = entry.lane {
            let lane = place.takeUnretainedValue()
            runningLane = lane
            entry.job.runSynchronously(isolatedTo: lane.asUnownedSerialExecutor(), taskExecutor: tasks)
            runningLane = nil
        } else {
            entry.job.runSynchronously(on: tasks)
        }
    }

    func resumePostponed() {
        for index in postponed.indices {
            charging(postponed[index].origin) { postponed[index].continuation.resume(returning: .due) }
        }
        postponed.removeAll(keepingCapacity: true)
    }

    /// Shuts every node down and lets the tasks unwind; time stands still and nothing counts any more.
    private func tearDown() {
        isTearingDown = true
        for node in nodes { node.end(isShutDown: true) }
        outside.end()
        var steps = 0
        while steps < 2_000_000 {
            if !postponed.isEmpty { resumePostponed() }
            guard !ready.isEmpty else { break }
            perform(ready.removeFirst())
            steps += 1
        }
        counters.leakedTasks = liveTasks.map(\.description)
        if failure == nil, options.failsOnLeakedTasks, !liveTasks.isEmpty {
            failure = failure(
                .leak, "\(liveTasks.count) tasks did not end when their nodes were shut down; they ignore cancellation",
                details: counters.leakedTasks)
        }
        releaseEverything()
    }

    /// Breaks the cycles between the simulation and what it made.
    private func releaseEverything() {
        faults.end()
        waits = WaitTable()
        timers = TimerHeap()
        for node in nodes { node.forget() }
        nodes = []
        for action in releaseActions { action() }
        releaseActions = []
        mendActions = []
        pauseActions = []
        lanes = []
        taskExecutor.forget()
        liveTasks = []
        outsideEnvironment = nil
    }
}

/// Carries the body's result out of its task.
private final class ResultBox<Output: Sendable>: @unchecked Sendable {
    var value: Result<Output, any Error>?
}
