/// One kind of trouble that a profile can hold; each has a random stream of its own, so removing one moves no other.
public enum FaultFamily: String, Sendable, CaseIterable {
    /// Some messages travel much longer than others.
    case slowMessages
    /// A link between a node and a part is slow for a while.
    case slowLinks
    /// Publishing is refused, without effect.
    case publishFailures
    /// The answer to a publish is lost; half of those took effect.
    case ambiguousPublishes
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
    /// A node stands still for a while: nothing of it runs, its clock goes on, whatever reaches it waits.
    case nodePauses
    /// After a boot the node's sidecar is not ready for a while, and refuses every call.
    case sidecarStarts
    /// Jobs trigger late.
    case lateTriggers
    /// Jobs trigger again after they were handled.
    case duplicateTriggers
    /// The scheduler is away for a while, then fires all that came due at once, some of it twice.
    case schedulerBursts
    /// Calls to stores and schedulers are refused, without effect.
    case callFailures
    /// The answer to a call of a store or scheduler is lost; half of those took effect.
    case ambiguousCommits
    /// A conditional write loses against nobody: another writer came between, or its own first try did.
    case etagConflicts
    /// Invocations lose their request or their reply.
    case invocationFailures
    /// A link between a node and a part, or a whole part, is cut for a while, one way or both.
    case outages
    /// Two nodes cannot reach each other for a while, one way or both.
    case partitions
    /// Clocks are wrong, and step.
    case clockSkew
    /// Clocks run too fast or too slow for a while.
    case clockDrift
    /// A new release of reference data, such as the rules of time zones, reaches each node at a time of its own.
    case referenceData
}

extension FaultFamily {
    /// Its place among all families.
    var position: Int {
        switch self {
        case .slowMessages: 0
        case .slowLinks: 1
        case .publishFailures: 2
        case .ambiguousPublishes: 3
        case .duplicatePublishes: 4
        case .duplicateDeliveries: 5
        case .offsetRewinds: 6
        case .rebalances: 7
        case .stuckHandlers: 8
        case .crashes: 9
        case .lateRequests: 10
        case .nodePauses: 11
        case .sidecarStarts: 12
        case .lateTriggers: 13
        case .duplicateTriggers: 14
        case .schedulerBursts: 15
        case .callFailures: 16
        case .ambiguousCommits: 17
        case .etagConflicts: 18
        case .invocationFailures: 19
        case .outages: 20
        case .partitions: 21
        case .clockSkew: 22
        case .clockDrift: 23
        case .referenceData: 24
        }
    }
}
