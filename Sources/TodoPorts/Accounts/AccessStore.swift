public import CivilTime
public import TodoDomain

/// The port of what lets callers in beside passwords: API tokens, and what was revoked.
///
/// Every call throws `AccountStoreError`.
public protocol AccessStore: Sendable {
    /// Stores a new API token; throws `.tooMany` when its user has that many already.
    func create(_ token: APIToken, mostPerUser: Int) async throws

    /// The API token of that id; nil when there is none.
    func apiToken(_ id: String) async throws -> APIToken?

    /// A user's API tokens in the order in which they were made.
    func apiTokens(of userID: UserID) async throws -> [APIToken]

    /// Notes that an API token was used, unless a later use is known.
    func noteUse(ofAPIToken id: String, at instant: Timestamp) async throws

    /// Forgets an API token and keeps that it was revoked; nil when its user has none of that id.
    func revokeAPIToken(_ id: String, of userID: UserID, at instant: Timestamp) async throws -> Revocation?

    /// Ends all sessions of a user that have begun; of calls at the same time each counts.
    func endSessions(of userID: UserID, at instant: Timestamp) async throws -> Revocation

    /// How often the user's sessions were ended.
    func sessionGeneration(of userID: UserID) async throws -> Int64

    /// The first revocations after a place.
    func revocations(after place: RevocationPlace, limit: Int) async throws -> [Revocation]
}
