public import ServicePorts
public import TodoDomain
public import TodoPorts

/// The pure rules of the audit trail: how entries are hashed, checked and turned back into a state.
public enum AuditChain {
    /// The hash of an entry: the digest of the previous hash, the user, the event and the change as canonical JSON.
    public static func hash(
        previousHash: String, userID: UserID, eventID: String, change: Change, digest: any ContentDigest
    ) throws -> String {
        try digest.digest(of: "\(previousHash)\n\(userID)\n\(eventID)\n", and: change)
    }

    /// What is wrong with a trail that should begin at sequence 1; nil when it is whole.
    public static func fault(in entries: [AuditEntry], digest: any ContentDigest) throws -> AuditFault? {
        var previousHash = AuditEntry.genesisHash
        for (index, entry) in entries.enumerated() {
            let expected = Int64(index) + 1
            guard entry.sequence == expected else {
                return AuditFault(
                    sequence: expected, reason: "entry \(entry.sequence) stands where \(expected) belongs")
            }
            guard entry.previousHash == previousHash else {
                return AuditFault(sequence: expected, reason: "the entry is not chained to the one before")
            }
            let hash = try hash(
                previousHash: previousHash, userID: entry.userID, eventID: entry.eventID, change: entry.change,
                digest: digest)
            guard entry.hash == hash else {
                return AuditFault(sequence: expected, reason: "the entry's content does not give its hash")
            }
            previousHash = hash
        }
        return nil
    }

    /// The state that the trail's changes make; throws `SequenceGap`.
    public static func rebuild(_ entries: [AuditEntry]) throws(SequenceGap) -> UserState {
        var state = UserState()
        for entry in entries { try state.apply(entry.change) }
        return state
    }
}

/// The first thing wrong with a trail.
public struct AuditFault: Error, Hashable, Codable, Sendable {
    /// Sequence at which the trail breaks.
    public var sequence: Int64
    /// What is wrong there.
    public var reason: String
}
