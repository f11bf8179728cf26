internal import ServicePorts
internal import SidecarRules

/// Small keyed state, spoken to a sidecar; values travel as base64 in a JSON string, so that no byte is changed.
struct SidecarStateStore: StateStore {
    let link: SidecarLink
    let store: String

    private func path(_ rest: String) -> String { "/v1.0/state/\(store)\(rest)" }

    func get(_ key: String) async throws -> StateEntry? {
        let response = try await link.send(SidecarRequest(.get, path("/" + PercentCoding.encode(key))))
        switch response.status {
        case 204: return nil
        case 200:
            guard let value = SidecarJSON(response.body)?.text.flatMap(Base64.decode) else {
                throw StateStoreError(.unavailable, "the value of key '\(key)' is not one of ours")
            }
            return StateEntry(value: value, etag: response.headers["etag"] ?? "")
        default: throw StateStoreError(.unavailable, "the sidecar answered \(response.status)")
        }
    }

    /// One write alone tells a conflict by its status; a transaction tells it only by the message.
    func apply(_ write: StateWrite) async throws {
        if write.value == nil, write.condition == .ifAbsent {
            if try await get(write.key) != nil { throw StateStoreError(.conflict, "key '\(write.key)' is present") }
            return
        }
        let response = try await link.send(request(for: write))
        switch response.status {
        case 204: return
        case 409: throw StateStoreError(.conflict, "key '\(write.key)' is not as expected")
        default: throw StateStoreError(.ambiguous, "the sidecar answered \(response.status)")
        }
    }

    private func request(for write: StateWrite) -> SidecarRequest {
        guard write.value == nil else {
            return SidecarRequest(.post, path(""), body: SidecarJSON.array([item(write)]).bytes)
        }
        var request = SidecarRequest(.delete, path("/" + PercentCoding.encode(write.key)))
        if case .ifMatch(let etag) = write.condition { request.headers["if-match"] = etag }
        return request
    }

    func transact(_ writes: [StateWrite]) async throws {
        let operations = writes.map { write in
            SidecarJSON.object([
                "operation": .string(write.value == nil ? "delete" : "upsert"), "request": item(write),
            ])
        }
        let body = SidecarJSON.object(["operations": .array(operations)]).bytes
        let response = try await link.send(SidecarRequest(.post, path("/transaction"), body: body))
        guard response.status != 204 else { return }
        let message = SidecarJSON(response.body)?["message"]?.text ?? ""
        let isConflict = message.contains("possible etag mismatch") || message.contains("invalid etag value")
        throw StateStoreError(isConflict ? .conflict : .ambiguous, message)
    }

    private func item(_ write: StateWrite) -> SidecarJSON {
        var members: [String: SidecarJSON] = ["key": .string(write.key)]
        if let value = write.value { members["value"] = .string(Base64.encode(value)) }
        switch write.condition {
        case .always: break
        case .ifAbsent: members["options"] = .object(["concurrency": .string("first-write")])
        case .ifMatch(let etag):
            members["etag"] = .string(etag)
            members["options"] = .object(["concurrency": .string("first-write")])
        }
        if let lifetime = write.timeToLive {
            let seconds = max(1, (lifetime.wholeMicroseconds + 999_999) / 1_000_000)
            members["metadata"] = .object(["ttlInSeconds": .string("\(seconds)")])
        }
        return .object(members)
    }
}

/// Secrets, spoken to a sidecar.
struct SidecarSecretStore: SecretStore {
    let link: SidecarLink
    let store: String

    func secret(named name: String) async throws -> String {
        let path = "/v1.0/secrets/\(store)/\(PercentCoding.encode(name))"
        let response = try await link.send(SidecarRequest(.get, path))
        let body = SidecarJSON(response.body)
        // A missing variable of the environment reads as an empty one.
        if response.status == 200, let secret = body?[name]?.text, !secret.isEmpty { return secret }
        let isMissing = response.status == 200 || body?["message"]?.text?.hasSuffix("not found") == true
        guard isMissing else { throw SecretStoreError.unavailable("the sidecar answered \(response.status)") }
        throw SecretStoreError.notFound(name: name, lookedIn: "secret store '\(store)' of the sidecar")
    }
}
