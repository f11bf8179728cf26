internal import Synchronization

/// What the seeds of a test reached, collected from all threads; each call of `simulate` has its own table.
final class SharedCoverage: Sendable {
    struct Site: Hashable {
        let fileID: String
        let line: Int
    }

    private struct Record {
        var coverage = Coverage()
        var seedsDone = 0
        var hasFailed = false
    }

    let seedCount: Int
    let requested: RequestedSeed
    private let records = Mutex<[Site: Record]>([:])

    init(seedCount: Int, requested: RequestedSeed) {
        self.seedCount = seedCount
        self.requested = requested
    }

    /// Takes in what a seed reached; answers what no seed reached once the last one is done.
    func add(_ coverage: Coverage, at site: Site) throws {
        let unreached = records.withLock { records in
            records[site, default: Record()].coverage.merge(coverage)
            records[site, default: Record()].seedsDone += 1
            guard let record = records[site], record.seedsDone == seedCount, !record.hasFailed else {
                return [Coverage.Entry]()
            }
            return record.coverage.unreached
        }
        // A seed that is repeated alone need not reach what others reached.
        guard !unreached.isEmpty, requested.value == nil else { return }
        throw UnreachedAssertions(seedCount: seedCount, complaints: unreached.map(\.complaint))
    }

    /// Notes that a seed failed; answers true for the first, which is told at full length.
    func addFailure(at site: Site) -> Bool {
        records.withLock { records in
            let isFirst = !records[site, default: Record()].hasFailed
            records[site, default: Record()].hasFailed = true
            records[site, default: Record()].seedsDone += 1
            return isFirst
        }
    }
}
