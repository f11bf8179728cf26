internal import TodoSimulations

/// Runs seeds in parallel, each simulation on one thread of its own.
struct SeedRunner {
    let seeds: ClosedRange<UInt64>
    let parallelism: Int
    let run: @Sendable (UInt64) -> [SeedReport]

    /// Hands over the reports of each seed as they come; stops when `take` answers false.
    func forEach(_ take: ([SeedReport]) -> Bool) async {
        await withTaskGroup(of: [SeedReport].self) { group in
            var next: UInt64? = seeds.lowerBound
            func start(_ group: inout TaskGroup<[SeedReport]>) {
                guard let seed = next else { return }
                next = seed < seeds.upperBound ? seed + 1 : nil
                group.addTask { [run] in await SeedRunner.offCaller { run(seed) } }
            }
            for _ in 0..<parallelism { start(&group) }
            while let reports = await group.next() {
                guard take(reports) else { return group.cancelAll() }
                start(&group)
            }
        }
    }

    /// A simulation blocks its thread until it ends; that thread must not be the caller's.
    @concurrent
    private static func offCaller(_ body: @Sendable () -> [SeedReport]) async -> [SeedReport] {
        Task.isCancelled ? [] : body()
    }
}
