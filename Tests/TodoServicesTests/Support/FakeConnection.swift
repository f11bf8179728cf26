import ServicePorts
import Synchronization
import TodoDomain
import TodoPorts

/// A client's connection that keeps what it is sent, and takes only so much.
final class FakeConnection: RealtimeConnection {
    private struct State {
        var capacity: Int
        var frames: [RealtimeFrame] = []
        var closed: CloseCode?
        var hangsUp = false
    }

    let id: UInt64
    private let state: Mutex<State>

    init(_ id: UInt64, capacity: Int = .max) {
        self.id = id
        state = Mutex(State(capacity: capacity))
    }

    var frames: [RealtimeFrame] { state.withLock(\.frames) }
    var closeCode: CloseCode? { state.withLock(\.closed) }

    /// What was said, as short words with sequences.
    var words: [String] {
        frames.map { frame in
            let sequence = frame.position?.sequence ?? 0
            switch try? frame.message {
            case .ready: return "ready \(sequence)"
            case .event: return "event \(sequence)"
            case .notification: return "notification \(sequence)"
            case .caughtUp: return "caught_up \(sequence)"
            case .mustRefetch: return "must_refetch \(sequence)"
            case .answered(let id, .accepted): return "accepted \(id)"
            case .answered(let id, .refused): return "refused \(id)"
            case .presence(let connections): return "presence \(connections)"
            case nil: return "unreadable \(sequence)"
            }
        }
    }

    func hangUp() {
        state.withLock { $0.hangsUp = true }
    }

    func send(_ frame: RealtimeFrame) -> SendOutcome {
        state.withLock { state in
            if state.hangsUp || state.closed != nil { return .closed }
            guard state.frames.count < state.capacity else { return .overflow }
            state.frames.append(frame)
            return .queued
        }
    }

    func close(_ code: CloseCode, reason: String) {
        state.withLock { $0.closed = $0.closed ?? code }
    }
}
