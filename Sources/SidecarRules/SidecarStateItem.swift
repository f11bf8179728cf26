internal import ServicePorts

/// Reads the items and operations of state requests.
enum SidecarStateItem {
    static func malformed(_ message: String, reason: String? = nil) -> SidecarError {
        SidecarError(400, "ERR_MALFORMED_REQUEST", "failed deserializing HTTP body: \(message)", reason: reason)
    }

    /// The key as the store has it; throws `SidecarError` for one that is empty or holds the separator.
    static func storedKey(_ key: String, of appID: String) throws(SidecarError) -> String {
        guard !key.isEmpty else { throw malformed("a key is empty") }
        guard !key.contains("||") else {
            throw malformed("input key '\(key)' can't contain '||'", reason: "DAPR_STATE_ILLEGAL_KEY")
        }
        return "\(appID)||\(key)"
    }

    /// The write that an item asks for; the value goes through floating-point numbers.
    static func upsert(
        _ item: SidecarJSON, of appID: String, overriding metadata: [String: String]
    ) throws(SidecarError) -> StateWrite {
        guard let key = item["key"]?.text else { throw malformed("an item has no key") }
        let lifetime = try lifetime(item, metadata)
        let value = (item["value"] ?? .null).throughDoubles.bytes
        return StateWrite.set(
            try storedKey(key, of: appID), value, if: condition(of: item), timeToLive: lifetime)
    }

    /// The write that one operation of a transaction asks for.
    static func operation(
        _ operation: SidecarJSON, of appID: String, overriding metadata: [String: String]
    ) throws(SidecarError) -> StateWrite {
        let request = operation["request"] ?? .null
        switch operation["operation"]?.text {
        case "upsert": return try upsert(request, of: appID, overriding: metadata)
        case "delete":
            guard let key = request["key"]?.text else { throw malformed("a deletion has no key") }
            return .delete(try storedKey(key, of: appID), if: condition(of: request))
        case let other:
            throw SidecarError(
                400, "ERR_NOT_SUPPORTED_STATE_OPERATION", "operation type \(other ?? "") not supported")
        }
    }

    /// An etag compares; `first-write` without one inserts only; an empty etag is none.
    private static func condition(of item: SidecarJSON) -> StateWrite.Condition {
        if let etag = item["etag"]?.text, !etag.isEmpty {
            return item["options"]?["concurrency"]?.text == "last-write" ? .always : .ifMatch(etag: etag)
        }
        return item["options"]?["concurrency"]?.text == "first-write" ? .ifAbsent : .always
    }

    private static func lifetime(_ item: SidecarJSON, _ overriding: [String: String]) throws(SidecarError) -> Duration?
    {
        let own = item["metadata"]?.members ?? [:]
        guard own.values.allSatisfy({ $0.text != nil }) else { throw malformed("a metadata value is no string") }
        guard let text = overriding["ttlInSeconds"] ?? own["ttlInSeconds"]?.text else { return nil }
        guard let seconds = Int64(text), seconds >= -1 else {
            throw SidecarError(500, "ERR_STATE_SAVE", "failed saving state: incorrect value for ttlInSeconds '\(text)'")
        }
        return seconds > 0 ? .seconds(seconds) : nil
    }
}
