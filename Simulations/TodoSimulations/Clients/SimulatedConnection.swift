internal import SimulationKit
internal import TodoPorts

/// A socket between one realtime replica and one client: ordered, bounded, gone when either end is.
final class SimulatedConnection: RealtimeConnection, @unchecked Sendable {
    let id: UInt64
    let frames: AsyncStream<RealtimeFrame>
    /// What the client asks over the connection, in order.
    let commands: AsyncStream<UserCommand>
    private let input: AsyncStream<RealtimeFrame>.Continuation
    private let requests: AsyncStream<UserCommand>.Continuation
    private let environment: NodeEnvironment

    init(id: UInt64, at environment: NodeEnvironment, capacity: Int) {
        self.id = id
        self.environment = environment
        (frames, input) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(capacity))
        (commands, requests) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(32))
        environment.onEnd { [input] in input.finish() }
    }

    func send(_ frame: RealtimeFrame) -> SendOutcome {
        guard environment.isAlive else { return .closed }
        switch input.yield(frame) {
        case .enqueued: return .queued
        case .dropped: return .overflow
        case .terminated: return .closed
        @unknown default: return .closed
        }
    }

    func close(_ code: CloseCode, reason: String) {
        guard environment.isAlive else { return }
        drop()
    }

    /// The client asks; false when the connection takes no more.
    func submit(_ command: UserCommand) -> Bool {
        if case .enqueued = requests.yield(command) { return true }
        return false
    }

    /// The client hangs up.
    func drop() {
        input.finish()
        requests.finish()
    }
}
