internal import CivilTime
internal import TodoDomain

/// What a token claims; instants are read to the millisecond and kept within the years that have four digits.
struct TokenClaims: Equatable, Sendable {
    var issuer: String
    var subject: String
    var audiences: [String]
    var issuedAt: Timestamp
    var expiresAt: Timestamp
    var notBefore: Timestamp?
    /// Number of the sign-outs everywhere before it was issued; nil for tokens of others.
    var generation: Int64?

    static let generationName = "gen"

    /// Reads the claims; nil when one that is needed is missing, or any is of another type.
    init?(_ members: [String: JSONValue]) {
        guard case .string(let issuer) = members["iss"], case .string(let subject) = members["sub"],
            let issuedAt = TokenClaims.instant(members["iat"]), let expiresAt = TokenClaims.instant(members["exp"])
        else { return nil }
        self.issuer = issuer
        self.subject = subject
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        if let value = members["nbf"] {
            guard let instant = TokenClaims.instant(value) else { return nil }
            notBefore = instant
        }
        switch members["aud"] {
        case nil: audiences = []
        case .string(let audience)?: audiences = [audience]
        case .array(let values)?:
            audiences = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
            guard audiences.count == values.count else { return nil }
        default: return nil
        }
        switch members[TokenClaims.generationName] {
        case nil: generation = nil
        case .integer(let number)?: generation = number
        default: return nil
        }
    }

    private static func instant(_ value: JSONValue?) -> Timestamp? {
        let latest: Int64 = 253_402_300_799
        switch value {
        case .integer(let seconds)?: return Timestamp.epoch + .seconds(min(max(seconds, 0), latest))
        case .number(let seconds)? where seconds.isFinite:
            return Timestamp(millisecondsSinceEpoch: Int64(min(max(seconds, 0), Double(latest)) * 1_000))
        default: return nil
        }
    }
}
