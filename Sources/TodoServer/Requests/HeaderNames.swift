internal import HTTPTypes

extension HTTPField.Name {
    /// Carries the correlation id both ways.
    static let correlationID = known("X-Correlation-ID")
    /// W3C trace context.
    static let traceParent = known("traceparent")
    /// Names a request so that a repetition has one effect.
    static let idempotencyKey = known("Idempotency-Key")
    /// Which client a change comes from: `web`, `mobile` or `api`.
    static let sourceClient = known("X-Source-Client")
    /// Keeps browsers from guessing media types.
    static let contentTypeOptions = known("X-Content-Type-Options")
    /// Where more of a list is (RFC 8288).
    static let link = known("Link")
    /// How many a list has in all.
    static let totalCount = known("X-Total-Count")
    /// What other origins are told of a page.
    static let referrerPolicy = known("Referrer-Policy")
    /// Whom a request came from, each proxy adding one.
    static let forwardedFor = known("X-Forwarded-For")
    /// How much of a quota is left.
    static let rateLimit = known("RateLimit")
    /// What the quotas are.
    static let rateLimitPolicy = known("RateLimit-Policy")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is not a header's name") }
        return field
    }
}
