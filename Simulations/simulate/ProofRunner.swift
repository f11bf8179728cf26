internal import FoundationEssentials
internal import TodoSimulations

/// A proof with the time that it took on the machine.
struct Timed<Proof: Sendable>: Sendable {
    let proof: Proof
    let elapsed: Duration
}

/// Searches for bugs in parallel, each search on one thread of its own.
struct ProofRunner {
    private let parallelism: Int

    init(parallelism: Int) {
        self.parallelism = parallelism > 0 ? parallelism : ProcessInfo.processInfo.activeProcessorCount
    }

    /// Runs searches `0..<count` and hands over what came of them, in that order.
    func forEach<Proof: Sendable>(
        _ count: Int, search: @escaping @Sendable (Int) -> Proof, take: (Timed<Proof>) -> Void
    ) async {
        await withTaskGroup(of: (Int, Timed<Proof>).self) { group in
            var waiting: [Int: Timed<Proof>] = [:]
            var started = 0
            var taken = 0
            func start(_ group: inout TaskGroup<(Int, Timed<Proof>)>) {
                guard started < count else { return }
                let index = started
                started += 1
                group.addTask { (index, await ProofRunner.timed { search(index) }) }
            }
            for _ in 0..<parallelism { start(&group) }
            while let (index, proof) = await group.next() {
                start(&group)
                waiting[index] = proof
                while let next = waiting.removeValue(forKey: taken) {
                    take(next)
                    taken += 1
                }
            }
        }
    }

    /// A simulation blocks its thread until it ends; that thread must not be the caller's.
    @concurrent
    private static func timed<Proof: Sendable>(_ search: @Sendable () -> Proof) async -> Timed<Proof> {
        let start = ContinuousClock.now
        let proof = search()
        return Timed(proof: proof, elapsed: ContinuousClock.now - start)
    }
}
