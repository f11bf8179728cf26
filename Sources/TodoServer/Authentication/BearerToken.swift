/// The access token of an `Authorization` header (RFC 6750).
enum BearerToken {
    /// The token in the header's value; nil when it is not `Bearer` and a token.
    static func token(in header: String) -> String? {
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}
