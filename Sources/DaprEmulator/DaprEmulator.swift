internal import CivilTime
internal import SidecarRules

/// A test double of Dapr sidecars: real HTTP on loopback, with broker, state and scheduler in one process.
///
/// It answers as Dapr 1.18 does, keeps nothing but what its journal keeps, and has no security and no scale.
public final class DaprEmulator: Sendable {
    let core: EmulatorCore
    private let additions: AsyncStream<Sidecar>
    private let adding: AsyncStream<Sidecar>.Continuation

    /// Failures that a test orders.
    public var faults: EmulatorFaults { core.faults }

    /// An emulator without sidecars, with what its journal holds; throws `EmulatorError` when that cannot be read.
    public init(_ settings: EmulatorSettings) throws {
        core = try EmulatorCore(settings)
        (additions, adding) = AsyncStream.makeStream(of: Sidecar.self)
    }

    /// Adds a sidecar, which listens at once and answers while `run` runs; throws `EmulatorError` when its port is
    /// taken.
    public func addSidecar(_ description: SidecarDescription) async throws -> SidecarEndpoint {
        let sidecar = try await Sidecar(description, core: core)
        core.add(sidecar)
        guard case .enqueued = adding.yield(sidecar) else {
            core.remove(sidecar)
            await sidecar.listener.discard()
            throw EmulatorError("the emulator has ended: no sidecar of '\(description.appID)' can be added")
        }
        return SidecarEndpoint(sidecar: sidecar)
    }

    /// Works until `stop` was called or the task is cancelled; call it once.
    public func run() async {
        let caller = AppCaller()
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await withDiscardingTaskGroup { sidecars in
                    for await sidecar in self.additions { sidecars.addTask { await sidecar.run(caller) } }
                }
                return true
            }
            group.addTask {
                await self.core.jobs.run()
                return false
            }
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: self.core.settings.commitInterval)
                    self.core.broker.commit()
                    await self.core.journal?.flush()
                }
                return false
            }
            for await isOver in group where isOver { group.cancelAll() }
        }
        adding.finish()
        for await sidecar in additions { await sidecar.listener.discard() }
        core.broker.commit()
        await core.journal?.flush()
        core.journal?.release()
        await caller.shutDown()
    }

    /// Ends all sidecars after what they have in hand, and then `run`.
    public func stop() {
        adding.finish()
        for sidecar in core.sidecars { sidecar.stopping.open() }
    }

    /// Gives the ports of all sidecars and the journal up; for an emulator that never runs.
    public func discard() async {
        adding.finish()
        core.journal?.release()
        for await sidecar in additions { await sidecar.listener.discard() }
    }
}
