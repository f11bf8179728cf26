internal import TodoPorts

/// A connection that says "caught up" before it sends the last change that its client missed.
final class HastyConnection: RealtimeConnection, @unchecked Sendable {
    // Confined to the simulation's thread.
    private let base: any RealtimeConnection
    private var held: RealtimeFrame?
    private var isCaughtUp = false

    init(base: any RealtimeConnection) {
        self.base = base
    }

    var id: UInt64 { base.id }

    func send(_ frame: RealtimeFrame) -> SendOutcome {
        switch try? frame.message {
        case .caughtUp:
            isCaughtUp = true
            let outcome = base.send(frame)
            return outcome == .queued ? release() : outcome
        case .event where !isCaughtUp, .notification where !isCaughtUp:
            let outcome = release()
            held = frame
            return outcome
        default:
            let outcome = release()
            return outcome == .queued ? base.send(frame) : outcome
        }
    }

    func close(_ code: CloseCode, reason: String) { base.close(code, reason: reason) }

    /// Sends what was held back.
    private func release() -> SendOutcome {
        defer { held = nil }
        return held.map { base.send($0) } ?? .queued
    }
}
