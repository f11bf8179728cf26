internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// One audit entry for each change, in order, chained; replaying them rebuilds the store.
enum AuditIsWhole {
    static func check(_ trail: [AuditEntry], changes: [Change], final state: UserState) -> InvariantViolation? {
        guard trail.map(\.change) == changes else {
            let entries = trail.map(\.sequence).map(String.init).joined(separator: " ")
            return InvariantViolation(
                .auditIsWhole, "\(changes.count) changes were committed, but the trail holds \(entries)")
        }
        do {
            if let fault = try AuditChain.fault(in: trail, digest: SimulationDigest().digest) {
                return InvariantViolation(.auditIsWhole, "entry \(fault.sequence): \(fault.reason)")
            }
            guard try AuditChain.rebuild(trail) == state else {
                return InvariantViolation(.auditIsWhole, "the state rebuilt from the trail is not the store's")
            }
        } catch {
            return InvariantViolation(.auditIsWhole, "the trail cannot be replayed: \(error)")
        }
        return nil
    }
}
