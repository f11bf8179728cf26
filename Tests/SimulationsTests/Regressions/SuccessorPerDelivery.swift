import SimulationKit
import Testing
import TodoSimulations

/// What was left of a failing run when it was made small.
///
///   1. 2026-10-12 00:08:47.483  user-2 creates a task: 'Call 183', due 2026-10-08T08:29:00, repeating monthly, miss…
///   2. 2026-10-12 00:08:47.493    stored as change 1 of user-2: task created: task 1 'Call 183'
///   3. 2026-10-12 01:04:01.497  user-2 toggles task 1 'Call 183'
///   4. 2026-10-12 01:04:01.502    stored as change 2 of user-2: task completed: task 1 'Call 183'
///   5. 2026-10-12 01:04:01.507  recurrence-1 asks backend-1 to spawn occurrence
///   6. 2026-10-12 01:04:01.510    stored as change 3 of user-2: occurrence spawned: task 2 'Call 183'
///   7. 2026-10-12 01:52:02.089  user-2 edits task 1 'Call 183': 'Water 508'
///   8. 2026-10-12 01:52:02.093    stored as change 4 of user-2: task updated: task 1 'Call 183'
///   9. 2026-10-12 01:52:02.099  recurrence-1 asks backend-1 to spawn occurrence
///  10. 2026-10-12 01:52:02.101    stored as change 5 of user-2: occurrence spawned: task 3
///  11. 2026-10-12 01:52:02.101  BROKEN: one successor: task 1 'Call 183' has more than one successor
@Suite("Regression: one successor, seed 4")
struct SuccessorPerDelivery {
    static let seed: UInt64 = 4

    static func scenario() throws -> FullSystem {
        var scenario = FullSystem(users: 2, hours: 2, devices: 0, faults: .none)
        scenario.replicas = 1
        scenario.wiring = .direct
        scenario.fifoExcept = DecisionSet.none
        let texts = [
            "user-2:1,3,7"
        ]
        let selection = try #require(CommandSelection(texts: texts))
        scenario.selection = selection
        return scenario
    }

    @Test("every invariant holds on what was left of the seed")
    func holds() throws {
        let report = try SuccessorPerDelivery.scenario().run(seed: SuccessorPerDelivery.seed)
        #expect(report.failure == nil, "\(report.failure?.description ?? "")")
        #expect(!report.steps.isEmpty, "nobody sent a command")
    }
}
