import Testing

@testable import TodoSimulations

/// A bus that begins anew at the newest event leaves updates out without anybody noticing.
@Suite("Missed updates")
struct MissedUpdateTests {
    private let losing = PlantedBug(
        "updates-lost", "updates are lost on their way to a realtime replica", breaks: [.convergence],
        PlantedBug.losesUpdates)

    @Test("reach everybody all the same, also the last of all", arguments: UInt64(1)...6)
    func areFound(seed: UInt64) {
        let report = FullSystem(users: 2, hours: 12, faults: .swarm, bug: losing).run(seed: seed)
        #expect(report.failure == nil)
        #expect(report.acknowledged > 5)
    }
}
