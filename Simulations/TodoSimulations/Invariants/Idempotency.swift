internal import TodoDomain
internal import TodoPorts

/// A repeated request has one effect and the same answer.
final class Idempotency: Invariant {
    static let name: InvariantName = .idempotency
    static let promise = "A repeated request with the same key has one effect and the same answer."

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        switch fact {
        case .committed(let committed) where committed.change.actor == .user:
            guard let command = system.ledger.issued[committed.change.correlationID] else { return }
            try checks.require(
                !command.request.reusesKey,
                "\(command.name) has the key of another command and made change \(committed.change.sequence)")
            try checks.require(command.made.count == 1, "\(command.name) has \(command.made.count) effects")
            try checks.require(
                !command.outcomes.contains { $0.sequence == nil },
                "\(command.name) was answered as changing nothing, and made change \(committed.change.sequence) later")
        case .answered(let request, let outcome):
            guard let command = system.ledger.issued[request.correlationID] else { return }
            try checks.require(
                command.outcomes.allSatisfy { $0 == outcome }, "\(command.name) was answered in two ways")
            try checks.require(
                !request.reusesKey, "\(command.name) has the key of another command and was answered all the same")
        default: break
        }
    }
}
