public import ServicePorts

/// Small keyed state over a sidecar's state component, which must have etags and, for `transact`, transactions.
public struct DaprStateStore: StateStore {
    let client: DaprClient
    let settings: DaprStateSettings

    /// A store over that transport; a request may take `timeout`.
    public init(transport: any DaprTransport, settings: DaprStateSettings, timeout: Duration = .seconds(30)) {
        client = DaprClient(transport: transport, timeout: timeout)
        self.settings = settings
    }

    private var label: String { "state component '\(settings.store)'" }

    private func path(_ rest: String = "") -> String {
        "/v1.0/state/\(DaprPath.encode(settings.store))\(rest)"
    }

    private func path(of key: String) throws -> String {
        guard !key.isEmpty else { throw StateStoreError(.unavailable, "a key of \(label) is empty") }
        return path("/" + DaprPath.encode(StateItem.key(key)))
    }

    /// The value and its etag, or nil when absent or expired; throws `StateStoreError`.
    public func get(_ key: String) async throws -> StateEntry? {
        var request = DaprRequest(.get, try path(of: key))
        request.query["consistency"] = settings.consistency?.rawValue
        let response = try await send(request, .unavailable)
        switch response.status {
        case 204: return nil
        case 200: return try entry(key, response)
        default: throw StateStoreError(.unavailable, DaprFailure(response, to: request, of: label).description)
        }
    }

    /// Without an etag a later conditional write would be an unconditional one.
    private func entry(_ key: String, _ response: DaprResponse) throws -> StateEntry {
        guard let etag = response.headers["etag"], !etag.isEmpty else {
            throw StateStoreError(
                .unavailable, "\(label) gives no etag for key '\(key)': use a component that has them")
        }
        return StateEntry(value: StateValue.read(response.body), etag: etag)
    }

    /// Applies one write; throws `StateStoreError`, `.conflict` when its condition does not hold.
    public func apply(_ write: StateWrite) async throws {
        try StateConflict.requirePossible(write)
        if write.value == nil, write.condition == .ifAbsent {
            if try await get(write.key) != nil { throw StateStoreError(.conflict, "key '\(write.key)' is present") }
            return
        }
        let request = try request(for: write)
        let response = try await send(request, .ambiguous)
        guard !response.isSuccess else { return }
        let failure = DaprFailure(response, to: request, of: label)
        throw StateStoreError(try await code(of: failure, write), failure.description)
    }

    private func code(of failure: DaprFailure, _ write: StateWrite) async throws -> StateStoreError.Code {
        switch StateConflict.sign(in: failure, of: [write]) {
        case .none: failure.surelyWroteNothing ? .unavailable : .ambiguous
        case .certain: .conflict
        // The component says the same when it could not write at all: only a present key makes it a conflict.
        case .possible: try await get(write.key) == nil ? .ambiguous : .conflict
        }
    }

    private func request(for write: StateWrite) throws -> DaprRequest {
        guard write.value == nil else {
            _ = try path(of: write.key)
            return json(path(), try JSONCodec.encode([StateItem(write, settings)]))
        }
        var request = DaprRequest(.delete, try path(of: write.key))
        request.query["consistency"] = settings.consistency?.rawValue
        if case .ifMatch(let etag) = write.condition {
            request.headers["if-match"] = etag
            request.query["concurrency"] = "first-write"
        }
        return request
    }

    /// Applies all writes or none; throws `StateStoreError`, `.conflict` when any condition does not hold.
    public func transact(_ writes: [StateWrite]) async throws {
        for write in writes { try StateConflict.requirePossible(write) }
        guard writes.count > 1 else {
            // One write alone tells a conflict by its status, a transaction only by its message.
            for write in writes { try await apply(write) }
            return
        }
        let operations = writes.flatMap { StateOperation.steps(of: $0, settings) }
        let request = json(path("/transaction"), try JSONCodec.encode(["operations": operations]))
        let response = try await send(request, .ambiguous)
        guard !response.isSuccess else { return }
        let failure = DaprFailure(response, to: request, of: label)
        let isConflict = StateConflict.sign(in: failure, of: writes) == .certain
        let code: StateStoreError.Code = failure.surelyWroteNothing ? .unavailable : .ambiguous
        throw StateStoreError(isConflict ? .conflict : code, failure.description)
    }

    private func json(_ path: String, _ body: [UInt8]) -> DaprRequest {
        DaprRequest(.post, path, headers: ["content-type": "application/json"], body: body)
    }

    /// The answer; a request without one fails with that code, or as unavailable when it was never sent.
    private func send(_ request: DaprRequest, _ unanswered: StateStoreError.Code) async throws -> DaprResponse {
        do {
            return try await client.send(request, of: label)
        } catch let failure as DaprFailure {
            throw StateStoreError(failure.didNothing ? .unavailable : unanswered, failure.description)
        }
    }
}

extension DaprFailure {
    /// True for answers that come before anything is written.
    fileprivate var surelyWroteNothing: Bool {
        didNothing || status.map { (400..<500).contains($0) && $0 != 408 } == true
    }
}
