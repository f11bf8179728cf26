internal import ServicePorts

extension StateStoreContract {
    static let expiryCases: [ContractCase<StateStoreContract>] = [
        .init("a value with a time to live is there before and gone after") { try await $0.expires() },
        .init("an expired key counts as absent for conditions") { try await $0.treatsExpiredAsAbsent() },
        .init("a later write without a time to live stays") { try await $0.dropsTheTimeToLive() },
    ]

    private func waitUntilGone(_ key: String) async throws {
        try await eventually(on: clock, "key '\(key)' expired") { try await store.get(key) == nil }
    }

    func expires() async throws {
        try await store.apply(.set(key("long"), [1], timeToLive: .seconds(3_600)))
        try await store.apply(.set(key("short"), [2], timeToLive: .seconds(1)))
        try await waitUntilGone(key("short"))
        try require(try await present(key("long")).value == [1], "a value with an hour to live is gone")
    }

    func treatsExpiredAsAbsent() async throws {
        // The first write lives long enough to read its etag; the second one then expires.
        try await store.apply(.set(key("expired"), [1], timeToLive: .seconds(3_600)))
        let etag = try await present(key("expired")).etag
        try await requireConflict("insert over a living key", [.set(key("expired"), [9], if: .ifAbsent)])
        try await store.apply(.set(key("expired"), [2], if: .ifMatch(etag: etag), timeToLive: .seconds(1)))
        try await waitUntilGone(key("expired"))
        try await requireConflict("etag of an expired key", [.set(key("expired"), [3], if: .ifMatch(etag: etag))])
        try await store.apply(.set(key("expired"), [4], if: .ifAbsent))
        try require(try await present(key("expired")).value == [4], "the insert over an expired key did not happen")
    }

    func dropsTheTimeToLive() async throws {
        try await store.apply(.set(key("stays"), [1], timeToLive: .seconds(1)))
        try await store.apply(.set(key("stays"), [2]))
        // The witness is written later with the same time to live, so the first deadline has passed when it is gone.
        try await store.apply(.set(key("witness"), [3], timeToLive: .seconds(1)))
        try await waitUntilGone(key("witness"))
        try require(try await present(key("stays")).value == [2], "the first write's time to live took the second")
    }
}
