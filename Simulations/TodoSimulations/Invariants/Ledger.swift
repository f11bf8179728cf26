internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// What was asked, answered and committed, written down by the simulation and not by the system.
final class Ledger: @unchecked Sendable {
    // Confined to the simulation's thread.
    /// Every command that a user sent, by correlation id.
    private(set) var issued: [String: IssuedCommand] = [:]
    /// Every committed change of each user, in order.
    private(set) var changes: [UserID: [Change]] = [:]
    /// Every command in the order of sending, old ones sent again among them.
    private(set) var steps: [CommandStep] = []
    private(set) var commitCount = 0
    private(set) var acknowledgedCount = 0

    /// A command that a user sent, with all that came of it.
    struct IssuedCommand {
        let request: UserCommand
        /// Place of the user's last change when it was first sent.
        let headAtSending: Int64
        var outcomes: [CommandOutcome] = []
        var isRefused = false
        /// Changes that it made itself, not those that services made because of it.
        var made: [Change] = []

        var name: String { "command \(request.correlationID) of \(request.userID)" }
    }

    func note(_ step: CommandStep) {
        steps.append(step)
    }

    /// Writes down what happened; what invariants say of it comes after.
    func record(_ fact: SystemFact) {
        switch fact {
        case .sent(let request):
            issued[request.correlationID] = IssuedCommand(request: request, headAtSending: head(of: request.userID))
        case .answered(let request, let outcome):
            acknowledgedCount += 1
            issued[request.correlationID]?.outcomes.append(outcome)
        case .refused(let request, _):
            issued[request.correlationID]?.isRefused = true
        case .committed(let committed):
            commitCount += 1
            changes[committed.userID, default: []].append(committed.change)
            if committed.change.actor == .user {
                issued[committed.change.correlationID]?.made.append(committed.change)
            }
        default: break
        }
    }

    /// Everybody with a change, by identity.
    var users: [UserID] { changes.keys.sorted() }

    /// Number of the user's changes.
    func head(of user: UserID) -> Int64 { Int64(changes[user]?.count ?? 0) }

    /// The user's change at that place; nil when there is none yet.
    func change(_ sequence: Int64, of user: UserID) -> Change? {
        guard let changes = changes[user], sequence >= 1, sequence <= changes.count else { return nil }
        return changes[Int(sequence) - 1]
    }
}
