internal import HTTPTypes
internal import Hummingbird

extension Request {
    /// The version that `If-Match` demands; nil when it demands none; throws a `Problem` when it names no version.
    func expectedVersion() throws(Problem) -> Int64? {
        guard let text = headers[.ifMatch], text != "*" else { return nil }
        guard let version = Request.version(ofEntityTag: text) else {
            throw Problem(
                .versionMismatch, "If-Match is '\(text)'; expected one entity tag as given in ETag, for example \"3\"")
        }
        return version
    }

    /// True when `If-None-Match` says that the caller already has the version.
    func alreadyHas(version: Int64) -> Bool {
        guard let text = headers[.ifNoneMatch] else { return false }
        return text.split(separator: ",").contains { part in
            var tag = part.drop { $0 == " " }
            if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
            return tag == "*" || Request.version(ofEntityTag: tag) == version
        }
    }

    /// The idempotency key, when there is one; throws a `Problem` when it is empty, too long or not printable.
    func idempotencyKey() throws(Problem) -> String? {
        guard let key = headers[.idempotencyKey] else { return nil }
        guard IdempotencyKey.isGood(key) else {
            throw Problem(.malformedRequest, "Idempotency-Key \(IdempotencyKey.rule)")
        }
        return key
    }

    private static func version(ofEntityTag text: some StringProtocol) -> Int64? {
        guard text.count >= 3, text.first == "\"", text.last == "\"" else { return nil }
        return Int64(text.dropFirst().dropLast())
    }
}
