internal import CivilTime
internal import Logging
internal import Metrics
internal import ServicePorts
internal import Synchronization

/// Small records by key that all replicas share through the state store.
///
/// While the store does not answer, each process goes by what it knows itself, which is better than no limit at all
/// and better than no service.
final class SharedCounts: Sendable {
    /// A count and an instant, in milliseconds since the epoch.
    struct Record: Equatable, Sendable {
        var count: Int64
        var instant: Int64

        init(count: Int64, instant: Int64) {
            self.count = count
            self.instant = instant
        }

        init?(_ bytes: [UInt8]) {
            let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ").compactMap { Int64($0) }
            guard parts.count == 2 else { return nil }
            (count, instant) = (parts[0], parts[1])
        }

        var bytes: [UInt8] { Array("\(count) \(instant)".utf8) }
    }

    private struct Local {
        var record: Record
        var expiresAt: Timestamp
    }

    private let store: (any StateStore)?
    private let clock: any WallClock
    private let local = Mutex<[String: Local]>([:])

    private static let mostLocal = 20_000
    private static let mostAttempts = 8
    private static let unanswered = Counter(label: "todo_limits_without_state_store_total")

    init(store: (any StateStore)?, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// Changes a record by compare-and-set: the closure may be called several times, and nil removes the record.
    func update<Answer>(
        _ key: String, timeToLive: Duration, _ change: (Record?) -> (Record?, Answer)
    ) async -> Answer {
        if let store {
            do {
                for _ in 0..<SharedCounts.mostAttempts {
                    if let answer = try await attempt(key, timeToLive, store, change) { return answer }
                }
                SharedCounts.unanswered.increment()
            } catch {
                SharedCounts.unanswered.increment()
                Logger(label: "limits").warning(
                    "the state store does not answer; limits are this process's own", metadata: ["error": "\(error)"])
            }
        }
        return updateLocal(key, timeToLive, change)
    }

    /// The record, from memory while the store does not answer.
    func read(_ key: String) async -> Record? {
        if let store, let entry = try? await store.get(key) { return Record(entry.value) }
        return local.withLock { $0[key] }.flatMap { $0.expiresAt > clock.now() ? $0.record : nil }
    }

    /// Nil when somebody else changed the record meanwhile.
    private func attempt<Answer>(
        _ key: String, _ timeToLive: Duration, _ store: any StateStore, _ change: (Record?) -> (Record?, Answer)
    ) async throws -> Answer? {
        let entry = try await store.get(key)
        let (record, answer) = change(entry.flatMap { Record($0.value) })
        let condition: StateWrite.Condition = entry.map { .ifMatch(etag: $0.etag) } ?? .ifAbsent
        if record == nil, entry == nil { return answer }
        let write: StateWrite =
            record.map { .set(key, $0.bytes, if: condition, timeToLive: timeToLive) } ?? .delete(key, if: condition)
        do {
            try await store.apply(write)
            return answer
        } catch let error as StateStoreError where error.code == .conflict {
            return nil
        }
    }

    private func updateLocal<Answer>(
        _ key: String, _ timeToLive: Duration, _ change: (Record?) -> (Record?, Answer)
    ) -> Answer {
        let now = clock.now()
        return local.withLock { local in
            let known = local[key].flatMap { $0.expiresAt > now ? $0.record : nil }
            let (record, answer) = change(known)
            if local.count >= SharedCounts.mostLocal { local = local.filter { $0.value.expiresAt > now } }
            if local.count >= SharedCounts.mostLocal { local.removeAll() }
            local[key] = record.map { Local(record: $0, expiresAt: now + timeToLive) }
            return answer
        }
    }
}
