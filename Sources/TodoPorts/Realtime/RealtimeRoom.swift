internal import Synchronization

/// The port of the connections that get the same frames because they are equally far in their user's stream.
public protocol RealtimeRoom: Sendable {
    /// Adds a connection, which gets what is sent from now on.
    func add(_ connection: any RealtimeConnection)

    /// Takes a connection out, which gets nothing more through the room; unknown ones are passed over.
    func remove(_ id: UInt64)

    /// Queues a frame for every connection without waiting, in the order of the calls.
    ///
    /// A connection that has no room for it is closed as a slow consumer. Answers the connections that are known at
    /// once to be gone; others are told of by their own end.
    func send(_ frame: RealtimeFrame) -> [UInt64]
}

/// Makes rooms; the transport's own know how to reach many sockets at once.
public protocol RealtimeRooms: Sendable {
    /// An empty room.
    func makeRoom() -> any RealtimeRoom
}

/// Rooms over any connections, which reach one after the other.
public struct PlainRooms: RealtimeRooms {
    /// Such rooms.
    public init() {}

    /// An empty room.
    public func makeRoom() -> any RealtimeRoom { PlainRoom() }
}

private final class PlainRoom: RealtimeRoom {
    private let connections: Mutex<[any RealtimeConnection]> = .init([])

    func add(_ connection: any RealtimeConnection) {
        connections.withLock { $0.append(connection) }
    }

    func remove(_ id: UInt64) {
        connections.withLock { $0.removeAll { $0.id == id } }
    }

    func send(_ frame: RealtimeFrame) -> [UInt64] {
        connections.withLock { connections in
            var gone: [UInt64] = []
            connections.removeAll { connection in
                guard !connection.take(frame) else { return false }
                gone.append(connection.id)
                return true
            }
            return gone
        }
    }
}

extension RealtimeConnection {
    /// Sends, and closes a client that is too slow; false when the client is gone.
    public func take(_ frame: RealtimeFrame) -> Bool {
        switch send(frame) {
        case .queued: return true
        case .overflow:
            close(.slowConsumer, reason: "the client reads too slowly; reconnect and resume")
            return false
        case .closed: return false
        }
    }
}
