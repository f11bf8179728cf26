import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import TodoServer

@Suite("A lane that threads share")
struct SharedLaneTests {
    /// Counts, and knows whether somebody else was there at the same time.
    private actor Counter {
        private nonisolated let lane: SharedLane
        private(set) var count = 0
        private(set) var wasDisturbed = false
        private var isBusy = false

        init(lane: SharedLane) {
            self.lane = lane
        }

        nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

        func add() {
            wasDisturbed = wasDisturbed || isBusy
            isBusy = true
            count += 1
            isBusy = false
        }
    }

    @Test("its own jobs and those who enter from several threads come one at a time")
    func exclusion() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let lane = SharedLane(home: group.next())
        let counter = Counter(lane: lane)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for _ in 0..<4 {
                let loop = group.next()
                tasks.addTask {
                    try await loop.submit {
                        for _ in 0..<2_000 { lane.enter { counter.assumeIsolated { $0.add() } } }
                    }.get()
                }
                tasks.addTask { for _ in 0..<500 { await counter.add() } }
            }
            try await tasks.waitForAll()
        }
        #expect(await counter.count == 4 * 2_500)
        #expect(await !counter.wasDisturbed)
    }
}
