internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// One audit entry for each change, in order, chained; replaying them rebuilds the store.
final class AuditIsWhole: Invariant {
    static let name: InvariantName = .auditIsWhole
    static let promise = "The trail has one entry for each change, in order, chained; replaying it rebuilds the store."

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        guard case .audited(let entry) = fact else { return }
        let change = system.ledger.change(entry.sequence, of: entry.userID)
        try checks.require(
            change == entry.change,
            "entry \(entry.sequence) of \(entry.userID) is not the change that was committed in that place")
    }

    func conclude(in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        for user in system.ledger.users {
            let changes = system.ledger.changes[user] ?? []
            try check(system.auditLog.trail(of: user), of: user, changes, final: system.state(of: user), &checks)
        }
    }

    private func check(
        _ trail: [AuditEntry], of user: UserID, _ changes: [Change], final state: UserState, _ checks: inout Checks
    ) throws(InvariantViolation) {
        let isComplete = trail.count == changes.count && zip(trail, changes).allSatisfy { $0.change == $1 }
        try checks.require(
            isComplete,
            "\(changes.count) changes of \(user) were committed, but the trail holds \(told(trail, changes))")
        do {
            let fault = try AuditChain.fault(in: trail, digest: SimulationDigest())
            try checks.require(fault == nil, "entry \(fault?.sequence ?? 0) of \(user): \(fault?.reason ?? "")")
            let rebuilt = try AuditChain.rebuild(trail)
            try checks.require(rebuilt == state, "the state of \(user) rebuilt from the trail is not the store's")
        } catch let violation as InvariantViolation {
            throw violation
        } catch {
            throw InvariantViolation(.auditIsWhole, "the trail of \(user) cannot be replayed: \(error)")
        }
    }

    private func told(_ trail: [AuditEntry], _ changes: [Change]) -> String {
        let alike = zip(trail, changes).prefix { $0.change == $1 }.count
        return "\(trail.count) entries, of which the first \(alike) are right"
    }
}
