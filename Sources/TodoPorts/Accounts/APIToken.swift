public import CivilTime
public import TodoDomain

/// A token with which a program acts for a user, as the store keeps it: without its secret.
public struct APIToken: Hashable, Codable, Sendable {
    /// What a token may be used for.
    public enum Scope: String, CaseIterable, Codable, Sendable {
        /// Seeing.
        case read
        /// Changing; it does not include seeing.
        case write
    }

    /// What the token is called by everybody; part of its text.
    public var id: String
    /// For whom it acts.
    public var userID: UserID
    /// What its user calls it.
    public var name: String
    /// What it may be used for, in the order of the cases.
    public var scopes: [Scope]
    /// Lowercase hexadecimal SHA-256 of its secret, which is random enough to need no salt and no work.
    public var secretDigest: String
    /// When it was made.
    public var createdAt: Timestamp
    /// When it stops being good; nil for never.
    public var expiresAt: Timestamp?
    /// When it was last used, to about a minute; nil when it never was.
    public var lastUsedAt: Timestamp?

    /// A token with every field given.
    public init(
        id: String, userID: UserID, name: String, scopes: [Scope], secretDigest: String, createdAt: Timestamp,
        expiresAt: Timestamp?, lastUsedAt: Timestamp? = nil
    ) {
        self.id = id
        self.userID = userID
        self.name = name
        self.scopes = scopes
        self.secretDigest = secretDigest
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
    }
}
