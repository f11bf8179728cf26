internal import CivilTime
internal import ServicePorts

/// The state interface over a table: a request in, an answer out.
public struct SidecarState: Sendable {
    /// How a store answers an insert-only write over a present key.
    public enum InsertConflict: Sendable {
        /// As most stores: 409.
        case conflict
        /// As PostgreSQL: 500.
        case failure
    }

    /// The sidecar's application; its keys are stored as `<appID>||<key>`.
    public var appID: String
    /// Names of the state stores.
    public var stores: Set<String>
    /// How the store answers an insert-only write over a present key.
    public var insertConflict: InsertConflict
    /// True when the store takes an etag that is no number for malformed.
    public var hasNumericETags = false

    /// The rules for that application and those stores.
    public init(appID: String, stores: Set<String>, insertConflict: InsertConflict = .conflict) {
        self.appID = appID
        self.stores = stores
        self.insertConflict = insertConflict
    }

    /// The answer to a request to `/v1.0/state/{store}/…`, done on the table.
    public func answer(_ request: SidecarRequest, on table: some SidecarStateTable) -> SidecarResponse {
        do throws(SidecarError) {
            return try carryOut(request, on: table)
        } catch {
            return error.response
        }
    }

    private func carryOut(
        _ request: SidecarRequest, on table: some SidecarStateTable
    ) throws(SidecarError) -> SidecarResponse {
        let segments = request.segments
        guard segments.count >= 3, segments[1] == "state" else { throw .unknownRoute }
        guard !stores.isEmpty else {
            throw SidecarError(
                500, "ERR_STATE_STORE_NOT_CONFIGURED", "state store is not configured",
                reason: "DAPR_STATE_NOT_CONFIGURED")
        }
        guard stores.contains(segments[2]) else {
            throw SidecarError(
                400, "ERR_STATE_STORE_NOT_FOUND", "state store \(segments[2]) is not found",
                reason: "DAPR_STATE_NOT_FOUND")
        }
        let writes = request.method == .post || request.method == .put
        switch (segments.count, segments.count > 3 ? segments[3] : "") {
        case (3, _) where writes: return try save(request, on: table)
        case (4, "transaction") where writes: return try transact(request, on: table)
        case (4, "bulk") where writes: return try readMany(request, on: table)
        case (4..., _) where request.method == .get: return try read(key(segments), on: table)
        case (4..., _) where request.method == .delete: return try delete(key(segments), request, on: table)
        default: throw .unknownRoute
        }
    }

    private func key(_ segments: [String]) -> String {
        segments[3...].joined(separator: "/")
    }

    private func read(_ key: String, on table: some SidecarStateTable) throws(SidecarError) -> SidecarResponse {
        let stored = try SidecarStateItem.storedKey(key, of: appID)
        guard let entry = table.entry(stored) else { return .noContent }
        var answer = SidecarResponse(
            200, headers: ["content-type": "application/json", "etag": entry.etag], body: entry.value)
        if let expiry = table.expiry(of: stored) { answer.headers["metadata.ttlexpiretime"] = expiry.rfc3339 }
        return answer
    }

    private func readMany(
        _ request: SidecarRequest, on table: some SidecarStateTable
    ) throws(SidecarError) -> SidecarResponse {
        guard let keys = SidecarJSON(request.body)?["keys"]?.elements else {
            throw SidecarStateItem.malformed("the body has no array 'keys'")
        }
        var items: [SidecarJSON] = []
        for key in keys {
            guard let name = key.text else { throw SidecarStateItem.malformed("a key is no string") }
            var item: [String: SidecarJSON] = ["key": key]
            if let entry = table.entry(try SidecarStateItem.storedKey(name, of: appID)) {
                item["data"] = SidecarJSON(entry.value)
                item["etag"] = .string(entry.etag)
            }
            items.append(.object(item))
        }
        return .json(.array(items))
    }

    /// Items are written one by one: what one refuses does not take back the others.
    private func save(
        _ request: SidecarRequest, on table: some SidecarStateTable
    ) throws(SidecarError) -> SidecarResponse {
        guard let items = SidecarJSON(request.body)?.elements else {
            throw SidecarStateItem.malformed("the body is no array of items")
        }
        var writes: [StateWrite] = []
        for item in items { writes.append(try SidecarStateItem.upsert(item, of: appID, overriding: request.metadata)) }
        var failure: SidecarError?
        for write in writes {
            if let malformed = malformedETag(of: write, "ERR_STATE_SAVE", "failed saving state") {
                failure = failure ?? malformed
                continue
            }
            do { try table.apply([write]) } catch {
                failure = failure ?? refusal(error, of: write, "ERR_STATE_SAVE", "failed saving state")
            }
        }
        if let failure { throw failure }
        return .noContent
    }

    private func delete(
        _ key: String, _ request: SidecarRequest, on table: some SidecarStateTable
    ) throws(SidecarError) -> SidecarResponse {
        let etag = request.headers["if-match"] ?? ""
        let write = StateWrite.delete(
            try SidecarStateItem.storedKey(key, of: appID), if: etag.isEmpty ? .always : .ifMatch(etag: etag))
        if let malformed = malformedETag(of: write, "ERR_STATE_DELETE", "failed deleting state") { throw malformed }
        do { try table.apply([write]) } catch {
            throw refusal(error, of: write, "ERR_STATE_DELETE", "failed deleting state with key \(key)")
        }
        return .noContent
    }

    private func malformedETag(of write: StateWrite, _ code: String, _ what: String) -> SidecarError? {
        guard hasNumericETags, case .ifMatch(let etag) = write.condition, UInt64(etag) == nil else { return nil }
        return SidecarError(400, code, "\(what): invalid etag value: \(etag)")
    }

    private func refusal(_ error: any Error, of write: StateWrite, _ code: String, _ what: String) -> SidecarError {
        guard (error as? StateStoreError)?.code == .conflict else {
            return SidecarError(500, code, "\(what): \(error)")
        }
        if write.condition == .ifAbsent, insertConflict == .failure {
            return SidecarError(500, code, "\(what): no item was updated")
        }
        return SidecarError(409, code, "\(what): possible etag mismatch. error from state store: \(error)")
    }

    private func transact(
        _ request: SidecarRequest, on table: some SidecarStateTable
    ) throws(SidecarError) -> SidecarResponse {
        guard let operations = SidecarJSON(request.body)?["operations"]?.elements else {
            throw SidecarStateItem.malformed("the body has no array 'operations'")
        }
        var writes: [StateWrite] = []
        for operation in operations {
            writes.append(try SidecarStateItem.operation(operation, of: appID, overriding: request.metadata))
        }
        for write in writes {
            guard let malformed = malformedETag(of: write, "ERR_STATE_TRANSACTION", "error while executing") else {
                continue
            }
            throw SidecarError(500, malformed.code, malformed.message)
        }
        do { try table.apply(writes) } catch {
            // Whatever the store refused is told as a failure; only the message says that it was an etag.
            let isConflict = (error as? StateStoreError)?.code == .conflict
            let cause = isConflict ? "possible etag mismatch. error from state store: \(error)" : "\(error)"
            throw SidecarError(500, "ERR_STATE_TRANSACTION", "error while executing state transaction: \(cause)")
        }
        return .noContent
    }
}

extension SidecarState {
    /// What a request to `/v1.0/state/…` does.
    package enum Operation: String, Sendable {
        /// Reads one key.
        case get = "GET"
        /// Reads several keys.
        case bulkGet = "BULK_GET"
        /// Writes items one by one.
        case save = "SAVE"
        /// Deletes one key.
        case delete = "DELETE"
        /// Writes all or nothing.
        case transaction = "TRANSACTION"

        /// The operation that a request asks for.
        package init(_ request: SidecarRequest) {
            let segments = request.segments
            switch (request.method, segments.count > 3 ? segments[3] : "") {
            case (.get, _): self = .get
            case (.delete, _): self = .delete
            case (_, "bulk"): self = .bulkGet
            case (_, "transaction"): self = .transaction
            default: self = .save
            }
        }

        /// True for what changes the store.
        package var writes: Bool { self != .get && self != .bulkGet }
    }

    /// The failure of a store that cannot be reached, or whose answer was lost.
    package static func unavailable(_ request: SidecarRequest, _ message: String) -> SidecarError {
        SidecarError(500, "ERR_STATE_\(Operation(request).rawValue)", message)
    }
}
