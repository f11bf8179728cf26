internal import ServicePorts
internal import Synchronization
internal import TodoPorts

/// A connection of a client without a socket: it gathers what comes until a request for it is answered.
final class PollConnection: RealtimeConnection {
    /// What was gathered.
    struct Gathered: Sendable {
        /// In order, without gaps.
        var frames: [RealtimeFrame] = []
        var closed: (code: CloseCode, reason: String)?
        /// True once there is something to answer before the time is over.
        var isWorthAnswering = false
    }

    let id: UInt64 = WebSocketConnection.nextID()
    /// It is gone as soon as its request is answered, so that it is no device which is there.
    let isLasting = false
    private let mostFrames: Int
    private let state = Mutex(Gathered())
    private let signal = Signal()

    /// A connection that takes no more than so many frames: the rest is for the next request.
    init(mostFrames: Int = 1_000) {
        self.mostFrames = mostFrames
    }

    /// What came so far.
    var gathered: Gathered { state.withLock { $0 } }

    func send(_ frame: RealtimeFrame) -> SendOutcome {
        // What is no part of the stream is for those who stay.
        guard frame.position != nil else { return .queued }
        let outcome = state.withLock { state -> SendOutcome in
            guard state.closed == nil, state.frames.count < mostFrames else { return .closed }
            state.frames.append(frame)
            state.isWorthAnswering = state.isWorthAnswering || frame.tellsSomething
            return .queued
        }
        if outcome != .queued || frame.tellsSomething { signal.raise() }
        return outcome
    }

    func close(_ code: CloseCode, reason: String) {
        state.withLock { $0.closed = $0.closed ?? (code, reason) }
        signal.raise()
    }

    /// Returns when there is something to answer, or the time is over.
    func wait(atMost duration: Duration, on clock: any WallClock) async {
        let mayWait = state.withLock { !$0.isWorthAnswering && $0.closed == nil }
        if mayWait { await signal.wait(atMost: duration, on: clock) }
    }
}
