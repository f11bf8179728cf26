public import TodoDomain

/// One line of a user's audit trail, chained to the line before it.
public struct AuditEntry: Hashable, Codable, Sendable {
    /// Hash that the first entry of each trail is chained to.
    public static let genesisHash: String = ""

    /// Whose trail.
    public var userID: UserID
    /// Id of the event that told of the change.
    public var eventID: String
    /// The change, whole.
    public var change: Change
    /// Hash of the entry before, `genesisHash` for the first.
    public var previousHash: String
    /// Hash of this entry's content and the previous hash, lowercase hexadecimal.
    public var hash: String

    /// An entry with every field given.
    public init(userID: UserID, eventID: String, change: Change, previousHash: String, hash: String) {
        self.userID = userID
        self.eventID = eventID
        self.change = change
        self.previousHash = previousHash
        self.hash = hash
    }

    /// Position in the trail: the sequence of the change.
    public var sequence: Int64 { change.sequence }

    private enum CodingKeys: String, CodingKey {
        case change, hash
        case userID = "user_id"
        case eventID = "event_id"
        case previousHash = "previous_hash"
    }
}

/// The end of a trail.
public struct AuditHead: Hashable, Sendable {
    /// Sequence of the last entry, 0 for an empty trail.
    public var sequence: Int64
    /// Hash of the last entry, `AuditEntry.genesisHash` for an empty trail.
    public var hash: String

    /// The end of a trail.
    public init(sequence: Int64, hash: String) {
        self.sequence = sequence
        self.hash = hash
    }
}
