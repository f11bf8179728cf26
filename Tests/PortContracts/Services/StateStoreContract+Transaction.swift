internal import ServicePorts

extension StateStoreContract {
    static let transactionCases: [ContractCase<StateStoreContract>] = [
        .init("a transaction writes and deletes all its keys") { try await $0.writesAll() },
        .init("a transaction whose last condition fails writes nothing") { try await $0.writesNothingOnConflict() },
        .init("a transaction checks every etag") { try await $0.checksEveryEtag() },
        .init("an empty transaction succeeds") { try await $0.store.transact([]) },
        .init("concurrent transactions never interleave their keys") { try await $0.neverInterleaves() },
    ]

    func writesAll() async throws {
        try await store.apply(.set(key("all-old"), [9]))
        try await store.transact([
            .set(key("all-1"), [1]), .set(key("all-2"), [2], if: .ifAbsent), .delete(key("all-old")),
        ])
        try require(try await present(key("all-1")).value == [1], "the first write is missing")
        try require(try await present(key("all-2")).value == [2], "the second write is missing")
        try require(try await store.get(key("all-old")) == nil, "the deletion is missing")
    }

    func writesNothingOnConflict() async throws {
        try await store.apply(.set(key("none-old"), [9]))
        let etag = try await present(key("none-old")).etag
        try await requireConflict(
            "insert over a present key in a transaction",
            [
                .set(key("none-1"), [1]), .set(key("none-2"), [2], if: .ifAbsent), .delete(key("none-other")),
                .set(key("none-old"), [8], if: .ifAbsent),
            ])
        try require(try await store.get(key("none-1")) == nil, "the first write of a refused transaction happened")
        try require(try await store.get(key("none-2")) == nil, "the second write of a refused transaction happened")
        let old = try await present(key("none-old"))
        try require(old.value == [9] && old.etag == etag, "a refused transaction touched the conflicting key")
    }

    func checksEveryEtag() async throws {
        try await store.transact([.set(key("both-1"), [1]), .set(key("both-2"), [1])])
        let first = try await present(key("both-1")).etag
        let second = try await present(key("both-2")).etag
        try await store.transact([
            .set(key("both-1"), [2], if: .ifMatch(etag: first)), .set(key("both-2"), [2], if: .ifMatch(etag: second)),
        ])
        let current = try await present(key("both-1")).etag
        try await requireConflict(
            "one stale etag of two",
            [
                .set(key("both-1"), [3], if: .ifMatch(etag: current)),
                .delete(key("both-2"), if: .ifMatch(etag: second)),
            ])
        try require(try await present(key("both-1")).value == [2], "the key with the good etag was written")
        try require(try await present(key("both-2")).value == [2], "the key with the stale etag was deleted")
    }

    func neverInterleaves() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in UInt8(0)..<6 {
                group.addTask {
                    for _ in 0..<5 {
                        try await store.transact([.set(key("pair-1"), [writer]), .set(key("pair-2"), [writer])])
                    }
                }
            }
            try await group.waitForAll()
        }
        let first = try await present(key("pair-1")).value
        let second = try await present(key("pair-2")).value
        try require(first == second, "the last transaction left \(first) and \(second)")
    }
}
