internal import NIOCore
internal import Synchronization
public import TodoPorts

/// Rooms of WebSockets: a frame is encoded once for all of them and crosses to each event loop once.
public struct WebSocketRooms: RealtimeRooms {
    /// Such rooms.
    public init() {}

    /// An empty room.
    public func makeRoom() -> any RealtimeRoom { WebSocketRoom() }
}

/// The sockets of one user, sorted by the event loop that serves them.
private final class WebSocketRoom: RealtimeRoom {
    private struct State {
        var shards: [RoomShard] = []
        var homes: [UInt64: RoomShard] = [:]

        mutating func shard(of eventLoop: any EventLoop) -> RoomShard {
            if let known = shards.first(where: { $0.eventLoop === eventLoop }) { return known }
            let made = RoomShard(eventLoop: eventLoop)
            shards.append(made)
            return made
        }
    }

    private let state = Mutex(State())
    /// For connections that are no sockets.
    private let others = PlainRooms().makeRoom()

    func add(_ connection: any RealtimeConnection) {
        guard let socket = connection as? WebSocketConnection else { return others.add(connection) }
        let shard = state.withLock { state in
            let shard = state.shard(of: socket.eventLoop)
            state.homes[socket.id] = shard
            return shard
        }
        shard.onLoop { $0.add(socket) }
    }

    func remove(_ id: UInt64) {
        guard let shard = state.withLock({ $0.homes.removeValue(forKey: id) }) else { return others.remove(id) }
        shard.onLoop { $0.remove(id) }
    }

    /// Sockets that are too slow or broken close themselves, so that none is known to be gone at once.
    func send(_ frame: RealtimeFrame) -> [UInt64] {
        guard let payload = try? frame.encoded() else { return state.withLock { Array($0.homes.keys) } }
        let bytes = ServerFrame.text(payload)
        for shard in state.withLock(\.shards) { shard.onLoop { $0.deliver(bytes) } }
        return others.send(frame)
    }
}
