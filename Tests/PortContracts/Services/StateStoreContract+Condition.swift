internal import ServicePorts

extension StateStoreContract {
    static let conditionCases: [ContractCase<StateStoreContract>] = [
        .init("a write with the current etag happens, with a stale one it does not") { try await $0.comparesEtags() },
        .init("a write with an etag to an absent key does not happen") { try await $0.refusesEtagOfAbsent() },
        .init("an etag from before a deletion does not match the key written anew") { try await $0.forgetsOldEtags() },
        .init("an insert-only write happens once") { try await $0.insertsOnce() },
        .init("a conditional delete obeys its etag") { try await $0.deletesByEtag() },
        .init("concurrent compare-and-set loses no update") { try await $0.losesNoUpdate() },
        .init("of concurrent insert-only writes exactly one happens") { try await $0.hasOneWinner() },
    ]

    func comparesEtags() async throws {
        try await store.apply(.set(key("cas"), [1]))
        let first = try await present(key("cas")).etag
        try await store.apply(.set(key("cas"), [2], if: .ifMatch(etag: first)))
        try require(try await present(key("cas")).value == [2], "the write with the current etag did not happen")
        try await requireConflict("stale etag", [.set(key("cas"), [3], if: .ifMatch(etag: first))])
        try require(try await present(key("cas")).value == [2], "the write with a stale etag happened")
        try await requireConflict("made-up etag", [.set(key("cas"), [3], if: .ifMatch(etag: "made-up"))])
        try require(try await present(key("cas")).value == [2], "the write with a made-up etag happened")
    }

    func refusesEtagOfAbsent() async throws {
        try await requireConflict("etag of an absent key", [.set(key("cas-absent"), [1], if: .ifMatch(etag: "1"))])
        try require(try await store.get(key("cas-absent")) == nil, "the refused write happened")
    }

    func forgetsOldEtags() async throws {
        try await store.apply(.set(key("anew"), [1]))
        let old = try await present(key("anew")).etag
        try await store.apply(.delete(key("anew")))
        try await store.apply(.set(key("anew"), [1]))
        try await requireConflict("etag from before the deletion", [.set(key("anew"), [2], if: .ifMatch(etag: old))])
        try require(try await present(key("anew")).value == [1], "the refused write happened")
    }

    func insertsOnce() async throws {
        try await store.apply(.set(key("insert"), [1], if: .ifAbsent))
        try await requireConflict("insert over a present key", [.set(key("insert"), [2], if: .ifAbsent)])
        try require(try await present(key("insert")).value == [1], "the refused insert happened")
        try await store.apply(.delete(key("insert")))
        try await store.apply(.set(key("insert"), [3], if: .ifAbsent))
        try require(try await present(key("insert")).value == [3], "the insert after the deletion did not happen")
    }

    func deletesByEtag() async throws {
        try await store.apply(.set(key("delete-cas"), [1]))
        let old = try await present(key("delete-cas")).etag
        try await store.apply(.set(key("delete-cas"), [2]))
        try await requireConflict("delete with a stale etag", [.delete(key("delete-cas"), if: .ifMatch(etag: old))])
        let current = try await present(key("delete-cas"))
        try require(current.value == [2], "the refused deletion changed the value")
        try await store.apply(.delete(key("delete-cas"), if: .ifMatch(etag: current.etag)))
        try require(try await store.get(key("delete-cas")) == nil, "the deletion with the current etag did not happen")
    }

    func losesNoUpdate() async throws {
        try await store.apply(.set(key("counter"), [0]))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { for _ in 0..<5 { try await increment(key("counter")) } }
            }
            try await group.waitForAll()
        }
        let value = try await present(key("counter")).value
        try require(value == [20], "20 increments gave \(value)")
    }

    private func increment(_ key: String) async throws {
        while true {
            let entry = try await present(key)
            let next = entry.value[0] + 1
            do {
                return try await store.apply(.set(key, [next], if: .ifMatch(etag: entry.etag)))
            } catch let error as StateStoreError where error.code == .conflict {
                continue
            }
        }
    }

    func hasOneWinner() async throws {
        let winners = Recorder<UInt8>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for candidate in UInt8(0)..<8 {
                group.addTask {
                    do {
                        try await store.apply(.set(key("winner"), [candidate], if: .ifAbsent))
                        winners.record(candidate)
                    } catch let error as StateStoreError where error.code == .conflict {
                        return
                    }
                }
            }
            try await group.waitForAll()
        }
        try require(winners.elements.count == 1, "insert-only writes that happened: \(winners.elements)")
        let value = try await present(key("winner")).value
        try require(value == winners.elements, "the value is \(value), the winner \(winners.elements)")
    }
}
