internal import ServicePorts
internal import Synchronization

extension GroupConsumer {
    func schedulesMove() -> Bool {
        guarded.withLock { guarded in
            guard guarded.state.progress.watermark > guarded.committed, !guarded.isMoveScheduled else { return false }
            guarded.isMoveScheduled = true
            return true
        }
    }

    /// Stores the position after a delay in which more events settle, so that they share one write.
    func movePositionSoon() async {
        guard (try? await log.clock.sleep(for: settings.positionDelay)) != nil else { return }
        if await !movePosition() { try? await log.clock.sleep(for: settings.storagePause) }
        guarded.withLock { $0.isMoveScheduled = false }
        signal.raise()
    }

    /// Stores how far the group has come; false when the database failed.
    @discardableResult
    func movePosition() async -> Bool {
        let target = guarded.withLock { $0.state.progress.watermark > $0.committed ? $0.state.progress.watermark : nil }
        guard let target else { return true }
        let isMoved: Void? = await noticing("storing a position") { try await log.move(key, to: target) }
        guard isMoved != nil else { return false }
        guarded.withLock { $0.committed = max($0.committed, target) }
        return true
    }
}
