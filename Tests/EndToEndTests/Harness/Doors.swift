import Synchronization

/// Where the clients of a deployment can knock: each of the ports of a kind does the same.
final class Doors: Sendable {
    private let rest: [Int]
    private let sockets: [Int]
    private let turns: Mutex<(rest: Int, sockets: Int)>

    /// Doors of which the first are tried first.
    init(rest: [Int], sockets: [Int]) {
        self.rest = rest
        self.sockets = sockets
        turns = Mutex((0, 0))
    }

    /// The same doors for another client, which begins at the one after this client's.
    func next(_ offset: Int) -> Doors {
        func rotated(_ ports: [Int]) -> [Int] { ports.indices.map { ports[($0 + offset) % ports.count] } }
        return Doors(rest: rotated(rest), sockets: rotated(sockets))
    }

    /// The client of the REST surface that is in use.
    var http: HTTPClient { HTTPClient(port: rest[turns.withLock { $0.rest } % rest.count]) }
    /// The port of WebSockets that is in use.
    var socket: Int { sockets[turns.withLock { $0.sockets } % sockets.count] }

    /// Goes to the next door of the REST surface, as this one does not answer.
    func leaveHTTP() { turns.withLock { $0.rest += 1 } }

    /// Goes to the next door of WebSockets.
    func leaveSocket() { turns.withLock { $0.sockets += 1 } }
}
