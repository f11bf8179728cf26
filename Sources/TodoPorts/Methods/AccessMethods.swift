/// Asks for what was revoked after a place.
public struct RevocationsSince: Hashable, Codable, Sendable {
    /// The place.
    public var place: RevocationPlace
    /// The most to answer.
    public var limit: Int

    /// A request with every field given.
    public init(place: RevocationPlace, limit: Int) {
        self.place = place
        self.limit = limit
    }
}

/// What was revoked.
public struct RevocationsSinceAnswer: Hashable, Codable, Sendable {
    /// In the order of their times; as many as were asked for when there may be more.
    public var revocations: [Revocation]

    /// An answer of those.
    public init(revocations: [Revocation]) {
        self.revocations = revocations
    }
}

/// Asks for an API token that is being used.
public struct ReadAPIToken: Hashable, Codable, Sendable {
    /// Its id.
    public var id: String

    /// A request for that one.
    public init(id: String) {
        self.id = id
    }
}

/// An API token, or none.
public struct ReadAPITokenAnswer: Hashable, Codable, Sendable {
    /// The token; nil when there is none.
    public var token: APIToken?

    /// An answer of that token.
    public init(token: APIToken?) {
        self.token = token
    }
}
