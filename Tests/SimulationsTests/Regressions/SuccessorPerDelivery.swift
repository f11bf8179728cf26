import SimulationKit
import Testing
import TodoSimulations

/// What was left of a failing run when it was made small.
///
///   1. 2027-11-06 12:49:57.830  user-2 creates a task: 'Buy 143', due 2027-11-07T14:00:00, in Asia/Karachi, repeati…
///   2. 2027-11-06 12:49:57.840    stored as change 1 of user-2: task created: task 1 'Buy 143'
///   3. 2027-11-06 12:49:57.845    told again: change user-2/1, task created: task 1 'Buy 143', to recurrence-2, aud…
///   4. 2027-11-06 13:09:41.218  user-2 toggles task 1 'Buy 143'
///   5. 2027-11-06 13:09:41.225    stored as change 2 of user-2: task completed: task 1 'Buy 143'
///   6. 2027-11-06 13:09:41.229  recurrence-2 asks backend-1 to spawn occurrence
///   7. 2027-11-06 13:09:41.233    told again: change user-2/2, task completed: task 1 'Buy 143', to audit-1, notifi…
///   8. 2027-11-06 13:09:41.237    stored as change 3 of user-2: occurrence spawned: task 33
///   9. 2027-11-06 13:09:41.239  recurrence-2 asks backend-1 to spawn occurrence
///  10. 2027-11-06 13:09:41.242    stored as change 4 of user-2: occurrence spawned: task 34
///  11. 2027-11-06 13:09:41.242  BROKEN: one successor: task 1 'Buy 143' has more than one successor
@Suite("Regression: one successor, seed 1")
struct SuccessorPerDelivery {
    static let seed: UInt64 = 1

    static func scenario() throws -> FullSystem {
        var scenario = FullSystem(users: 2, hours: 14, devices: 0, faults: .none)
        scenario.fifoExcept = DecisionSet.none
        let texts = [
            "user-2:18,19"
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
