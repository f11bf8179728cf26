public import CivilTime
public import TodoDomain

/// The port of the secret links under which users' tasks are read as calendars, one for each user.
///
/// Every call throws `AccountStoreError`.
public protocol CalendarFeedStore: Sendable {
    /// The user's link; nil when the user has none.
    func feed(of userID: UserID) async throws -> CalendarFeed?

    /// Keeps the link in place of the user's former one, which leads nowhere from then on.
    func put(_ feed: CalendarFeed) async throws

    /// Takes the user's link away; false when there was none.
    func remove(of userID: UserID) async throws -> Bool

    /// The link whose secret has that digest; nil when there is none.
    func feed(bySecretHash hash: String) async throws -> CalendarFeed?
}

/// A secret link to a user's tasks.
public struct CalendarFeed: Hashable, Sendable {
    /// Whose tasks.
    public var userID: UserID
    /// Digest of the secret, which is not kept.
    public var secretHash: String
    /// When the link was made.
    public var createdAt: Timestamp

    /// A link with every field given.
    public init(userID: UserID, secretHash: String, createdAt: Timestamp) {
        self.userID = userID
        self.secretHash = secretHash
        self.createdAt = createdAt
    }
}
