public import CivilTime

/// Why a run could not be carried to its end.
public struct SimulationFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure.
    public enum Kind: String, Sendable {
        /// Nothing can run and no timer is set, but the body has not ended.
        case deadlock
        /// Very many decisions were made at one instant.
        case livelock
        /// A job that was ready all the time was passed over very often.
        case starvation
        /// A job left, or tried to leave, the simulation's thread.
        case escape
        /// More decisions than the options allow.
        case stepLimit
        /// More virtual time than the options allow.
        case timeLimit
        /// A condition did not come true in the time given to it.
        case notSettled
        /// Tasks did not end when their nodes were shut down.
        case leak
        /// Code of a dead incarnation keeps calling its ports.
        case zombie
        /// A node failed to boot again and again.
        case bootLoop
        /// A node has more tasks under way than it can ever end.
        case pileUp
    }

    /// The kind of failure.
    public let kind: Kind
    /// The seed that replays it.
    public let seed: UInt64
    /// The true time of the failure.
    public let time: Timestamp
    /// Decisions made before it.
    public let decisions: Int
    /// What happened and what would be right.
    public let message: String
    /// The tasks and waits concerned, or the stack of an escape, a line each.
    public let details: [String]

    /// Everything in readable lines.
    public var description: String {
        let heading = "\(kind.rawValue) in seed \(seed) at \(time.rfc3339) after \(decisions) decisions: \(message)"
        return ([heading] + details.map { "  " + $0 }).joined(separator: "\n")
    }
}
