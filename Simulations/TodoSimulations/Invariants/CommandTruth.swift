internal import TodoDomain
internal import TodoPorts

/// What was asked, answered and committed agree: nothing lost, nothing invented, nothing done twice.
enum CommandTruth {
    static func check(_ ledger: Ledger) -> InvariantViolation? {
        var made: [String: [Change]] = [:]
        for user in ledger.changes.keys.sorted() {
            for change in ledger.changes[user] ?? [] {
                if let fault = phantom(change, of: user, ledger) { return fault }
                if change.actor == .user { made[change.correlationID, default: []].append(change) }
            }
        }
        for id in ledger.issued.keys.sorted() {
            guard let command = ledger.issued[id] else { continue }
            if let fault = fault(of: command, made[id] ?? []) { return fault }
        }
        return nil
    }

    private static func phantom(_ change: Change, of user: UserID, _ ledger: Ledger) -> InvariantViolation? {
        guard let command = ledger.issued[change.correlationID] else {
            return InvariantViolation(.noPhantom, "change \(change.sequence) of \(user) comes from no command")
        }
        guard command.request.userID == user else {
            return InvariantViolation(.isolation, "a command of \(command.request.userID) changed data of \(user)")
        }
        if command.isRefused, change.actor == .user {
            return InvariantViolation(.noPhantom, "a refused command made change \(change.sequence) of \(user)")
        }
        return nil
    }

    private static func fault(of command: Ledger.IssuedCommand, _ made: [Change]) -> InvariantViolation? {
        let name = "command \(command.request.correlationID) of \(command.request.userID)"
        guard made.count <= 1 else {
            return InvariantViolation(.idempotency, "\(name) has \(made.count) effects")
        }
        guard let first = command.outcomes.first else { return nil }
        guard command.outcomes.allSatisfy({ $0 == first }) else {
            return InvariantViolation(.idempotency, "\(name) was answered in two ways")
        }
        guard first.sequence == made.first?.sequence else {
            return InvariantViolation(
                .noLostChange,
                "\(name) was acknowledged as change \(first.sequence.map(String.init) ?? "none"), but the store has"
                    + " \(made.first.map { String($0.sequence) } ?? "none")")
        }
        return nil
    }
}
