internal import TodoDomain
internal import TodoPorts

/// What a device shows as done before it is, it shows until the change itself has come, and no longer.
final class OptimisticCopies: Invariant {
    static let name: InvariantName = .optimisticCopies
    static let promise =
        "A device drops its own optimistic copy exactly once: with the change that it foretold, or with the refusal."

    private struct Copy: Hashable {
        let device: UInt64
        let mutationID: String
    }

    private var shown: Set<Copy> = []
    private var dropped: Set<Copy> = []

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        switch fact {
        case .copyShown(let client, let mutationID):
            let copy = Copy(device: client.number, mutationID: mutationID)
            try checks.require(!dropped.contains(copy), "\(client.name) shows \(mutationID) again after its end")
            shown.insert(copy)
        case .copyDropped(let client, let mutationID, let isRefused):
            let copy = Copy(device: client.number, mutationID: mutationID)
            try checks.require(shown.remove(copy) != nil, "\(client.name) drops \(mutationID), which it does not show")
            dropped.insert(copy)
            guard !isRefused, let made = system.ledger.issued[mutationID]?.made.first else { return }
            let position = client.position?.sequence ?? 0
            try checks.require(
                made.sequence <= position,
                "\(client.name) of \(client.userID) no longer shows \(mutationID), whose change \(made.sequence) it"
                    + " does not have at \(position)")
        case .applied(let client, _):
            guard let change = system.ledger.change(client.position?.sequence ?? 0, of: client.userID) else { return }
            try checks.require(
                !client.sentCommands.isShown(change.correlationID) || change.actor != .user,
                "\(client.name) of \(client.userID) shows \(change.correlationID) twice: as change \(change.sequence)"
                    + " and as its own copy")
        default: break
        }
    }

    func conclude(in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        for client in system.clients {
            let shown = client.sentCommands.shown
            try checks.require(
                shown.isEmpty, "\(client.name) of \(client.userID) still shows \(shown.first ?? "") as its own copy")
        }
    }
}
