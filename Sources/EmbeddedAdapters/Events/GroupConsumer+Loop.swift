internal import ServicePorts
internal import Synchronization

extension GroupConsumer {
    /// Works until stopped, closed or cancelled.
    func run() async {
        let clock = log.clock
        await withDiscardingTaskGroup { workers in
            await withDiscardingTaskGroup { timers in
                while !isFinished {
                    if await !fill() {
                        timers.addTask { await self.noteMore(after: self.settings.storagePause) }
                    }
                    while let work = takeWork() {
                        workers.addTask { await self.work(startingWith: work) }
                    }
                    for (lane, duration) in guarded.withLock({ $0.state.takePauses() }) {
                        timers.addTask {
                            guard (try? await clock.sleep(for: duration)) != nil else { return }
                            self.guarded.withLock { $0.state.resume(lane) }
                            self.signal.raise()
                        }
                    }
                    if schedulesMove() { timers.addTask { await self.movePositionSoon() } }
                    await signal.wait()
                }
                timers.cancelAll()
            }
        }
        await movePosition()
        // Handlers often hold what holds the bus. They end outside of the lock, as what ends with them may come back.
        let members = guarded.withLock { $0.state.takeMembers() }
        withExtendedLifetime(members) {}
    }

    private var isFinished: Bool {
        Task.isCancelled || guarded.withLock { $0.isStopping || $0.phase != .open }
    }

    private func noteMore(after pause: Duration) async {
        guard (try? await log.clock.sleep(for: pause)) != nil else { return }
        noteMore()
    }

    /// Reads what there is room for; false when the database failed.
    private func fill() async -> Bool {
        while let (position, wanted) = beginReading() {
            let events = await noticing("reading events") {
                try await log.events(of: key.topic, after: position, limit: wanted)
            }
            guard let events else { return false }
            guarded.withLock { $0.state.accept(events, asked: wanted) }
        }
        return true
    }

    private func beginReading() -> (position: Int64, wanted: Int)? {
        guarded.withLock { guarded in
            guard let wanted = guarded.state.wanted else { return nil }
            guarded.state.beginReading()
            return (guarded.state.progress.position, wanted)
        }
    }

    func takeWork() -> ConsumerState.Work? {
        guarded.withLock { $0.isStopping ? nil : $0.state.takeWork() }
    }
}
