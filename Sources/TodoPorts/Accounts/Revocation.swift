public import CivilTime
public import TodoDomain

/// What is no longer good: all sessions of a user that began earlier, or one API token.
public struct Revocation: Hashable, Codable, Sendable {
    /// Whose.
    public var userID: UserID
    /// The API token; nil when it is the user's sessions.
    public var apiTokenID: String?
    /// How often the user's sessions were ended, this time included; 0 for an API token.
    public var generation: Int64
    /// When it happened, by the clock of whoever did it.
    public var at: Timestamp

    /// A revocation with every field given.
    public init(userID: UserID, apiTokenID: String? = nil, generation: Int64 = 0, at: Timestamp) {
        self.userID = userID
        self.apiTokenID = apiTokenID
        self.generation = generation
        self.at = at
    }
}

/// A place in the list of all revocations, which is in the order of their times.
public struct RevocationPlace: Hashable, Codable, Sendable {
    /// Time of the last one before the place.
    public var at: Timestamp
    /// Its user.
    public var userID: UserID
    /// Its API token, empty when it is the user's sessions.
    public var apiTokenID: String

    /// The place after that revocation.
    public init(after revocation: Revocation) {
        at = revocation.at
        userID = revocation.userID
        apiTokenID = revocation.apiTokenID ?? ""
    }

    /// The place before everything that happened at that instant or later.
    public init(from instant: Timestamp) {
        at = instant
        userID = UserID("")
        apiTokenID = ""
    }
}
