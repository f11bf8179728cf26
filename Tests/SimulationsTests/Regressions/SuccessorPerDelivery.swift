import SimulationKit
import Testing
import TodoSimulations

/// What was left of a failing run when it was made small.
///
///   1. 2027-11-06 00:00:00.001  recurrence-1 asks backend-1 to overdue series
///   2. 2027-11-06 00:06:23.749  user-2 creates a task: 'Write 606', due 2027-11-03T03:46:00, in Australia/Lord_Howe…
///   3. 2027-11-06 00:06:23.759    stored as change 1 of user-2: task created: task 1 'Write 606'
///   4. 2027-11-06 00:06:26.053  user-2 skips task 1 'Write 606'
///   5. 2027-11-06 00:06:26.056    stored as change 2 of user-2: occurrence skipped: task 1 'Write 606'
///   6. 2027-11-06 00:06:26.062  recurrence-1 asks backend-1 to spawn occurrence
///   7. 2027-11-06 00:06:26.065    stored as change 3 of user-2: occurrence spawned: task 2 'Write 606'
///   8. 2027-11-06 01:00:00.006  recurrence-1 asks backend-1 to overdue series
///   9. 2027-11-06 01:15:45.850  user-2 edits task 1 'Write 606': priority high, while another device edits task 1 '…
///  10. 2027-11-06 01:15:45.855    stored as change 4 of user-2: task updated: task 1 'Write 606'
///  11. 2027-11-06 01:15:45.861  recurrence-1 asks backend-1 to spawn occurrence
///  12. 2027-11-06 01:15:45.864    stored as change 5 of user-2: occurrence spawned: task 3
///  13. 2027-11-06 01:15:45.864  BROKEN: one successor: task 1 'Write 606' has more than one successor
@Suite("Regression: one successor, seed 1")
struct SuccessorPerDelivery {
    static let seed: UInt64 = 1

    static func scenario() throws -> FullSystem {
        var scenario = FullSystem(users: 2, hours: 2, devices: 0, faults: .none)
        scenario.replicas = 1
        scenario.wiring = .direct
        scenario.fifoExcept = DecisionSet.none
        scenario.redraw = 3
        let texts = [
            "user-2:1,2,5"
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
