internal import SimulationKit
internal import Synchronization

/// The seeds of a range, each simulation on one thread, until one has failed.
struct RangeTrial<Step: Sendable>: Sendable {
    let plan: TestPlan<Step>

    /// Runs all seeds; throws what the lowest failing one does, whichever fails first.
    func run(_ seeds: Seeds) async throws {
        guard let failed = await lowestFailing(seeds) else { return }
        guard failed.error is SimulationTestFailure else { throw failed.error }
        // Only the failure that is told is worth shrinking.
        _ = try SeedTrial(plan: plan, seed: failed.seed).run { true }
        throw failed.error
    }

    private struct Failed: Sendable {
        let seed: UInt64
        let error: any Error
    }

    private func lowestFailing(_ seeds: Seeds) async -> Failed? {
        let lowest = SharedLowest()
        return await withTaskGroup(of: Failed?.self) { group in
            for seed in seeds {
                group.addTask { await RangeTrial.offCaller { trial(seed, lowest) } }
            }
            var failed: [Failed] = []
            for await one in group { if let one { failed.append(one) } }
            return failed.min { $0.seed < $1.seed }
        }
    }

    /// Passes over a seed above one that has failed already: it would not be told.
    private func trial(_ seed: Seed, _ lowest: SharedLowest) -> Failed? {
        guard !lowest.isBelow(seed.value) else { return nil }
        do {
            try plan.run(seed, tellsFirstAtLength: false)
            return nil
        } catch {
            lowest.note(seed.value)
            return Failed(seed: seed.value, error: error)
        }
    }

    /// A simulation blocks its thread until it ends; that thread must not be the caller's.
    @concurrent
    private static func offCaller(_ body: @Sendable () -> Failed?) async -> Failed? {
        body()
    }
}

/// The lowest failing seed so far, for several threads.
private final class SharedLowest: Sendable {
    private let value = Mutex<UInt64?>(nil)

    func isBelow(_ seed: UInt64) -> Bool {
        value.withLock { $0.map { $0 < seed } ?? false }
    }

    func note(_ seed: UInt64) {
        value.withLock { $0 = min($0 ?? seed, seed) }
    }
}
