public import ServicePorts

/// What every `StateStore` promises.
public struct StateStoreContract: Sendable {
    /// The store under test.
    public let store: any StateStore
    /// The clock by which the store's values expire.
    public let clock: any WallClock
    /// Prefix of every key, so that runs can share a store.
    public let namespace: String

    /// A suite over that store.
    public init(store: any StateStore, clock: any WallClock, namespace: String = "contract") {
        self.store = store
        self.clock = clock
        self.namespace = namespace
    }

    /// Every promise.
    public static let cases: [ContractCase<StateStoreContract>] =
        keyCases + conditionCases + expiryCases + transactionCases
}

extension StateStoreContract {
    static let keyCases: [ContractCase<StateStoreContract>] = [
        .init("an absent key reads as nothing") { try await $0.readsAbsent() },
        .init("a write is read back byte for byte") { try await $0.readsItsWrites() },
        .init("the etag changes with every write, also of the same value") { try await $0.changesTheEtag() },
        .init("a deleted key is absent, and deleting it again succeeds") { try await $0.deletes() },
        .init("keys that look alike are different keys") { try await $0.separatesKeys() },
    ]

    func key(_ name: String) -> String {
        "\(namespace)/\(name)"
    }

    /// The entry, or a violation when there is none.
    func present(_ key: String) async throws -> StateEntry {
        guard let entry = try await store.get(key) else { throw ContractViolation("key '\(key)' is absent") }
        return entry
    }

    /// Demands that the write fails as a conflict.
    func requireConflict(_ what: String, _ writes: [StateWrite]) async throws {
        let error = try await requireError(StateStoreError.self, what) {
            if writes.count == 1 { try await store.apply(writes[0]) } else { try await store.transact(writes) }
        }
        try require(error.code == .conflict, "\(what): expected a conflict, got \(error)")
    }

    func readsAbsent() async throws {
        let entry = try await store.get(key("absent"))
        try require(entry == nil, "an absent key read as \(String(describing: entry))")
    }

    func readsItsWrites() async throws {
        let values: [[UInt8]] = [Array("{\"a\":1}".utf8), [], Array(0...255), Array(repeating: 7, count: 100_000)]
        for (index, value) in values.enumerated() {
            try await store.apply(.set(key("value-\(index)"), value))
            try require(try await present(key("value-\(index)")).value == value, "value \(index) came back changed")
        }
        try await store.apply(.set(key("value-0"), [1]))
        try require(try await present(key("value-0")).value == [1], "the second write did not replace the first")
        try require(try await present(key("value-1")).value == [], "writing one key changed another")
    }

    func changesTheEtag() async throws {
        var etags: [String] = []
        for _ in 0..<3 {
            try await store.apply(.set(key("etag"), [1]))
            etags.append(try await present(key("etag")).etag)
        }
        try await store.apply(.delete(key("etag")))
        try await store.apply(.set(key("etag"), [1]))
        etags.append(try await present(key("etag")).etag)
        try require(Set(etags).count == 4, "four writes gave the etags \(etags)")
        let again = try await present(key("etag")).etag
        try require(again == etags[3], "reading alone changed the etag from \(etags[3]) to \(again)")
    }

    func deletes() async throws {
        try await store.apply(.set(key("deleted"), [1]))
        try await store.apply(.delete(key("deleted")))
        try require(try await store.get(key("deleted")) == nil, "the key is there after its deletion")
        try await store.apply(.delete(key("deleted")))
    }

    func separatesKeys() async throws {
        let names = ["k", "K", "k ", "k%", "k_", "kk", "k'", "k\"", "ключ", "k/1"]
        for (index, name) in names.enumerated() { try await store.apply(.set(key(name), [UInt8(index)])) }
        for (index, name) in names.enumerated() {
            try require(try await present(key(name)).value == [UInt8(index)], "key '\(name)' has another key's value")
        }
    }
}
