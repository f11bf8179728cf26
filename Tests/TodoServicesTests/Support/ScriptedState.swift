import CivilTime
import ServicePorts
import Synchronization

/// A state store in memory whose entries age by the tests' clock, and that can be out.
final class ScriptedState: StateStore {
    private struct Row {
        let entry: StateEntry
        let expiresAt: Timestamp?
    }

    private struct State {
        var rows: [String: Row] = [:]
        var writes = 0
        var isOut = false
    }

    private let clock: any WallClock
    private let state = Mutex(State())

    init(clock: any WallClock) {
        self.clock = clock
    }

    /// True while nothing is answered.
    var isOut: Bool {
        get { state.withLock(\.isOut) }
        set { state.withLock { $0.isOut = newValue } }
    }

    /// What is there, as text.
    func text(_ key: String) -> String? {
        state.withLock { entry(key, $0) }.map { String(decoding: $0.value, as: UTF8.self) }
    }

    private func entry(_ key: String, _ state: State) -> StateEntry? {
        state.rows[key].flatMap { row in row.expiresAt.map { $0 > clock.now() } ?? true ? row.entry : nil }
    }

    func get(_ key: String) async throws -> StateEntry? {
        try state.withLock { state in
            guard !state.isOut else { throw StateStoreError(.unavailable, "it is out") }
            return entry(key, state)
        }
    }

    func apply(_ write: StateWrite) async throws { try await transact([write]) }

    func transact(_ writes: [StateWrite]) async throws {
        let now = clock.now()
        try state.withLock { state in
            guard !state.isOut else { throw StateStoreError(.unavailable, "it is out") }
            for write in writes {
                let present = entry(write.key, state)
                let holds =
                    switch write.condition {
                    case .always: true
                    case .ifAbsent: present == nil
                    case .ifMatch(let etag): present?.etag == etag
                    }
                guard holds else { throw StateStoreError(.conflict, "another wrote \(write.key)") }
            }
            for write in writes {
                state.writes += 1
                state.rows[write.key] = write.value.map { value in
                    Row(
                        entry: StateEntry(value: value, etag: String(state.writes)),
                        expiresAt: write.timeToLive.map { now + $0 })
                }
            }
        }
    }
}
