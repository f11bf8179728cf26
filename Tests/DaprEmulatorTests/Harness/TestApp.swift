import SidecarRules
import Synchronization

@testable import DaprEmulator

/// What a sidecar sent to an application.
struct Received: Sendable {
    let method: String
    let path: String
    let query: String?
    /// By lower-case name.
    let headers: [String: String]
    let body: [UInt8]
    let at: ContinuousClock.Instant

    var json: SidecarJSON? { SidecarJSON(body) }
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// An application for tests: it keeps what it is sent, and answers what a test says.
final class TestApp: Sendable {
    typealias Handler = @Sendable (Received) async -> SidecarResponse

    private struct State {
        var received: [Received] = []
        var handlers: [String: Handler] = [:]
        var subscriptions = SidecarJSON.array([])
    }

    private let listener: HTTPListener
    private let state = Mutex(State())
    private let signal = ChangeSignal()

    init(port: Int = 0) async throws {
        listener = try await HTTPListener(host: "127.0.0.1", port: port)
    }

    var port: Int { listener.port }

    func discard() async { await listener.discard() }

    func run() async {
        try? await listener.run(bodyLimit: 64 << 20) { exchange in
            let received = Received(
                method: exchange.method, path: exchange.path, query: exchange.query,
                headers: exchange.sidecarRequest?.headers ?? [:],
                body: exchange.body, at: .now)
            let handler = self.state.withLock { state in
                state.received.append(received)
                return state.handlers[received.path]
            }
            self.signal.notify()
            return HTTPAnswer(await handler?(received) ?? self.standardAnswer(received))
        }
    }

    /// Unknown requests succeed; only the start-up requests have answers of their own.
    private func standardAnswer(_ received: Received) -> SidecarResponse {
        switch received.path {
        case "/dapr/subscribe": .json(state.withLock(\.subscriptions))
        case "/dapr/config": SidecarResponse(404)
        default: SidecarResponse(200)
        }
    }

    func answer(_ path: String, _ handler: @escaping Handler) {
        state.withLock { $0.handlers[path] = handler }
    }

    /// Answers the first requests with those, and later ones with the last.
    func answer(_ path: String, inTurn answers: [SidecarResponse]) {
        let left = Mutex(answers[...])
        answer(path) { _ in left.withLock { $0.count > 1 ? $0.removeFirst() : $0[$0.startIndex] } }
    }

    func subscribe(_ entries: String) {
        state.withLock { $0.subscriptions = SidecarJSON(Array(entries.utf8)) ?? .null }
    }

    func received(at path: String) -> [Received] {
        state.withLock { $0.received.filter { $0.path == path } }
    }

    var everything: [Received] { state.withLock(\.received) }

    /// The requests to a path once there are so many; what there is when it takes too long.
    func requests(
        _ count: Int, at path: String, tagged tag: String = "", within limit: Duration = .seconds(10)
    ) async -> [Received] {
        let deadline = ContinuousClock.now + limit
        while true {
            let version = signal.version
            let received = received(at: path).filter { tag.isEmpty || $0.text.contains(tag) }
            let left = deadline - .now
            if received.count >= count || left <= .zero { return received }
            await signal.wait(after: version, atMost: left)
        }
    }
}
