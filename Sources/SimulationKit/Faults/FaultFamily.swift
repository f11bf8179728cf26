/// One kind of trouble that a profile can hold; each has a random stream of its own, so removing one moves no other.
public enum FaultFamily: String, Sendable, CaseIterable {
    /// Some messages travel much longer than others.
    case slowMessages
    /// Publishing fails, with or without effect.
    case publishFailures
    /// The broker takes the same events twice.
    case duplicatePublishes
    /// An acknowledged event is delivered again at once.
    case duplicateDeliveries
    /// A group's position moves back, and a run of events comes again in order.
    case offsetRewinds
    /// A partition moves to another member, or another life, while its handler still works.
    case rebalances
    /// The broker gives up on a handler that still works, and delivers again.
    case stuckHandlers
    /// Nodes crash and come back.
    case crashes
    /// Requests under way when their sender crashes still arrive.
    case lateRequests
    /// Jobs trigger late.
    case lateTriggers
    /// Jobs trigger again after they were handled.
    case duplicateTriggers
    /// Calls to stores and schedulers fail, with or without effect.
    case callFailures
    /// Invocations lose their request or their reply.
    case invocationFailures
    /// A link between a node and a part, or a whole part, is cut for a while, one way or both.
    case outages
    /// Clocks are wrong, and step.
    case clockSkew
}

extension FaultFamily {
    /// Its place among all families.
    var position: Int {
        switch self {
        case .slowMessages: 0
        case .publishFailures: 1
        case .duplicatePublishes: 2
        case .duplicateDeliveries: 3
        case .offsetRewinds: 4
        case .rebalances: 5
        case .stuckHandlers: 6
        case .crashes: 7
        case .lateRequests: 8
        case .lateTriggers: 9
        case .duplicateTriggers: 10
        case .callFailures: 11
        case .invocationFailures: 12
        case .outages: 13
        case .clockSkew: 14
        }
    }

    /// Its rate per million in a profile; families that strike by time have none and answer a number that is not used.
    var rate: KeyPath<FaultProfile, Int64> {
        switch self {
        case .slowMessages: \.slowMessagesPerMillion
        case .publishFailures: \.publishFailuresPerMillion
        case .duplicatePublishes: \.duplicatePublishesPerMillion
        case .duplicateDeliveries: \.duplicateDeliveriesPerMillion
        case .offsetRewinds: \.offsetRewindsPerMillion
        case .rebalances: \.rebalancesPerMillion
        case .stuckHandlers: \.stuckHandlersPerMillion
        case .crashes: \.crashesPerMillionDecisions
        case .lateRequests: \.lateRequestsPerMillion
        case .lateTriggers: \.lateTriggersPerMillion
        case .duplicateTriggers: \.duplicateTriggersPerMillion
        case .callFailures: \.callFailuresPerMillion
        case .invocationFailures: \.invocationFailuresPerMillion
        case .outages: \.outageIntervalMicroseconds
        case .clockSkew: \.clockSkewMaximumMilliseconds
        }
    }
}
