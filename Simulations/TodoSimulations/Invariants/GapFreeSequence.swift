internal import TodoDomain
internal import TodoPorts

/// A user's change sequence has no hole and no repeat, in the store, on the topics and for each consumer.
final class GapFreeSequence: Invariant {
    static let name: InvariantName = .gapFreeSequence
    static let promise = "A user's change sequence has no hole and no repeat, wherever it is told."

    private struct Reader: Hashable {
        let topic: String
        let group: String
    }

    private var published: [String: [UserID: Int64]] = [:]
    private var delivered: [Reader: [UserID: Int64]] = [:]

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        switch fact {
        case .committed(let committed):
            let expected = system.ledger.head(of: committed.userID)
            try checks.require(
                committed.change.sequence == expected,
                "\(committed.userID) got change \(committed.change.sequence) where \(expected) belongs")
        case .published(let message) where message.tellsOfEachChange:
            let reached = published[message.topicName, default: [:]][message.userID, default: 0]
            try follow(message, after: reached, "\(message.topicName) shows", &checks)
            published[message.topicName, default: [:]][message.userID] = max(reached, message.sequence)
        case .delivered(let message, let group, readsWholeTopic: true) where message.tellsOfEachChange:
            let reader = Reader(topic: message.topicName, group: group)
            let reached = delivered[reader, default: [:]][message.userID, default: 0]
            try follow(message, after: reached, "\(group) was handed", &checks)
            delivered[reader, default: [:]][message.userID] = max(reached, message.sequence)
        default: break
        }
    }

    /// What was told before may be told again; what comes next may not be passed over.
    private func follow(
        _ message: OutboxMessage, after reached: Int64, _ what: String, _ checks: inout Checks
    ) throws(InvariantViolation) {
        try checks.require(
            message.sequence <= reached + 1,
            "\(what) change \(message.sequence) of \(message.userID) after \(reached)")
    }
}
