internal import CivilTime
internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// Writes down what was asked, answered and committed, and checks at each commit what must hold at that instant.
final class Ledger: CommitWitness, @unchecked Sendable {
    // Confined to the simulation's thread.
    private let simulation: Simulation
    /// Every command that a user sent, by correlation id.
    private(set) var issued: [String: IssuedCommand] = [:]
    /// Every committed change of each user, in order.
    private(set) var changes: [UserID: [Change]] = [:]
    /// Every command in the order of sending, old ones sent again among them.
    private(set) var steps: [CommandStep] = []
    private(set) var commitCount = 0
    private(set) var acknowledgedCount = 0

    init(_ simulation: Simulation) {
        self.simulation = simulation
    }

    /// A command that a user sent, with all that came back.
    struct IssuedCommand {
        let request: UserCommand
        var outcomes: [CommandOutcome] = []
        var isRefused = false
    }

    func note(_ step: CommandStep) {
        steps.append(step)
    }

    func issue(_ request: UserCommand) {
        issued[request.correlationID] = IssuedCommand(request: request)
    }

    func acknowledge(_ request: UserCommand, _ outcome: CommandOutcome) {
        acknowledgedCount += 1
        if let owner = outcome.task?.userID, owner != request.userID {
            simulation.fail(
                InvariantViolation(.isolation, "\(request.userID) was answered with a task of \(owner)"))
        }
        issued[request.correlationID]?.outcomes.append(outcome)
    }

    func refuse(_ request: UserCommand) {
        issued[request.correlationID]?.isRefused = true
    }

    func sawCommit(_ commit: TaskCommit, before: TaskSnapshot) {
        commitCount += 1
        simulation.note(
            "\(commit.userID) change \(commit.change.sequence) \(commit.change.kind.rawValue)"
                + " task \(commit.change.taskID?.description ?? "-")")
        let expected = Int64(changes[commit.userID]?.count ?? 0) + 1
        if commit.change.sequence != expected {
            simulation.fail(
                InvariantViolation(
                    .gapFreeSequence,
                    "\(commit.userID) got change \(commit.change.sequence) where \(expected) belongs"))
        }
        changes[commit.userID, default: []].append(commit.change)
        if commit.change.kind == .reminderSent {
            ReminderTruth.check(commit.change, before: before.task, now: simulation.now).map(simulation.fail)
        }
    }
}
