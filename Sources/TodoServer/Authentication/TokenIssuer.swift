/// Somebody whose tokens a key vouches for.
public struct TokenIssuer: Equatable, Sendable {
    /// What the token must say in `iss`.
    public var name: String
    /// What must be among the token's `aud`; nil when any will do.
    public var audience: String?

    /// That issuer, whose tokens must be for that audience.
    public init(_ name: String, audience: String? = nil) {
        self.name = name
        self.audience = audience
    }

    /// This front door itself.
    public static let ourselves: TokenIssuer = .init("evolution-of-todo")
}
