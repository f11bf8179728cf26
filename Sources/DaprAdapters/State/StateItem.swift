internal import CivilTime
internal import ServicePorts

/// One write as the sidecar's state interface has it.
struct StateItem: Encodable {
    struct Options: Encodable {
        var concurrency: String?
        var consistency: String?
    }

    var key: String
    var value: StateValue?
    var etag: String?
    var options: Options?
    var metadata: [String: String]?

    init(_ write: StateWrite, _ settings: DaprStateSettings) {
        key = StateItem.key(write.key)
        value = write.value.map(StateValue.init)
        if case .ifMatch(let wanted) = write.condition { etag = wanted }
        let concurrency = write.condition == .always ? nil : "first-write"
        if concurrency != nil || settings.consistency != nil {
            options = Options(concurrency: concurrency, consistency: settings.consistency?.rawValue)
        }
        metadata = write.timeToLive.map { ["ttlInSeconds": "\(StateItem.seconds($0))"] }
    }

    /// Whole seconds, rounded up; nothing lives shorter than asked for.
    private static func seconds(_ lifetime: Duration) -> Int64 {
        let (seconds, attoseconds) = lifetime.components
        return max(1, attoseconds > 0 ? seconds + 1 : seconds)
    }

    /// The key without `|`, two of which the sidecar refuses as its own separator; different keys stay different.
    static func key(_ key: String) -> String {
        DaprPath.encode(key) { $0 != UInt8(ascii: "|") && $0 != UInt8(ascii: "%") && $0 != 0 }
    }
}

/// One step of a transaction.
struct StateOperation: Encodable {
    var operation: String
    var request: StateItem

    /// The steps that a write takes.
    ///
    /// To demand that a key is absent, the key is inserted and deleted: a deletion alone would be carried out whatever
    /// is there.
    static func steps(of write: StateWrite, _ settings: DaprStateSettings) -> [StateOperation] {
        guard write.value == nil, write.condition == .ifAbsent else {
            let operation = write.value == nil ? "delete" : "upsert"
            return [StateOperation(operation: operation, request: StateItem(write, settings))]
        }
        let probe = StateItem(.set(write.key, [], if: .ifAbsent), settings)
        return [
            StateOperation(operation: "upsert", request: probe),
            StateOperation(operation: "delete", request: StateItem(.delete(write.key), settings)),
        ]
    }
}
