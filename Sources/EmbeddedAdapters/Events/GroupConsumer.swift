internal import ServicePorts
internal import Synchronization

/// Works a group through a topic: reads, hands out, retries, gives up, and keeps the group's position.
final class GroupConsumer: Sendable {
    enum Phase {
        case open
        case closing
        case closed
    }

    struct Guarded {
        var state: ConsumerState
        var phase: Phase = .open
        var isStopping = false
        var committed: Int64
        var isMoveScheduled = false
        var idleWaiters: [Int: [CheckedContinuation<Void, Never>]] = [:]
        var closeWaiters: [CheckedContinuation<Void, Never>] = []
    }

    let key: ConsumerKey
    let log: EventLog
    let settings: EventBusSettings
    let notify: @Sendable (EmbeddedNotice) -> Void
    let onDeadLetter: @Sendable () -> Void
    let signal: Signal = Signal()
    let guarded: Mutex<Guarded>

    init(
        key: ConsumerKey, position: Int64, givenUp: Set<Int64>, log: EventLog, settings: EventBusSettings,
        notify: @escaping @Sendable (EmbeddedNotice) -> Void, onDeadLetter: @escaping @Sendable () -> Void
    ) {
        self.key = key
        self.log = log
        self.settings = settings
        self.notify = notify
        self.onDeadLetter = onDeadLetter
        guarded = Mutex(
            Guarded(
                state: ConsumerState(position: position, givenUp: givenUp, settings: settings), committed: position))
    }

    /// Notes that events may have been appended to the topic.
    func noteMore() {
        guarded.withLock { $0.state.noteMore() }
        signal.raise()
    }

    /// Lets no further handler start; the loop ends when those that run have ended.
    func stop() {
        guarded.withLock { $0.isStopping = true }
        signal.raise()
    }

    /// What the body gives; nil when the database failed, of which a notice goes out.
    func noticing<Value>(_ operation: String, _ body: () async throws -> Value) async -> Value? {
        do {
            return try await body()
        } catch {
            notify(.storageFailed(during: "\(operation) of \(key.topic) for \(key.group)", error))
            return nil
        }
    }
}
