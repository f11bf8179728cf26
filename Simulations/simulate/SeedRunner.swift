internal import TodoSimulations

/// Runs seeds in parallel, each simulation on one thread of its own.
struct SeedRunner {
    let seeds: ClosedRange<UInt64>
    let parallelism: Int
    let run: @Sendable (UInt64) -> SeedOutcome

    /// Hands over the outcome of each seed as they come; starts no further seed once `take` has answered false.
    ///
    /// What is under way then still ends and is handed over.
    func forEach(_ take: (SeedOutcome) -> Bool) async {
        await withTaskGroup(of: SeedOutcome?.self) { group in
            var next: UInt64? = seeds.lowerBound
            func start(_ group: inout TaskGroup<SeedOutcome?>) {
                guard let seed = next else { return }
                next = seed < seeds.upperBound ? seed + 1 : nil
                group.addTask { [run] in await SeedRunner.offCaller { run(seed) } }
            }
            for _ in 0..<parallelism { start(&group) }
            while let outcome = await group.next() {
                guard let outcome else { continue }
                guard take(outcome) else {
                    group.cancelAll()
                    next = nil
                    continue
                }
                start(&group)
            }
        }
    }

    /// A simulation blocks its thread until it ends; that thread must not be the caller's.
    @concurrent
    private static func offCaller(_ body: @Sendable () -> SeedOutcome) async -> SeedOutcome? {
        Task.isCancelled ? nil : body()
    }
}
