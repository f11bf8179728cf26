public import CivilTime
public import TodoDomain
public import TodoPorts

/// Whoever asks, once the token that came along has been checked.
public struct Caller: Equatable, Sendable {
    /// What the caller showed.
    public enum Credential: Equatable, Sendable {
        /// A session that began then; its generation is how often its user had signed out everywhere before.
        case session(issuedAt: Timestamp, generation: Int64?)
        /// An API token of that id.
        case apiToken(String, scopes: [APIToken.Scope])
    }

    /// For whom.
    public var user: UserID
    /// When the credential stops being good.
    public var expiresAt: Timestamp
    /// What was shown.
    public var credential: Credential

    /// True when the credential may be used for that; a session may be used for everything.
    public func permits(_ scope: APIToken.Scope) -> Bool {
        switch credential {
        case .session: true
        case .apiToken(_, let scopes): scopes.contains(scope)
        }
    }

    /// True for a person who signed in.
    public var isSession: Bool {
        if case .session = credential { true } else { false }
    }
}
