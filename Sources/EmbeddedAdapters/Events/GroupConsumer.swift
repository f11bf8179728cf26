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
    let onDeadLetter: @Sendable () -> Void
    let signal: Signal = Signal()
    let guarded: Mutex<Guarded>

    init(
        key: ConsumerKey, position: Int64, givenUp: Set<Int64>, log: EventLog, settings: EventBusSettings,
        onDeadLetter: @escaping @Sendable () -> Void
    ) {
        self.key = key
        self.log = log
        self.settings = settings
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
}
