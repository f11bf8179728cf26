internal import Metrics
internal import NIOCore
internal import NIOPosix
internal import Synchronization
public import TodoPorts

/// Rooms of WebSockets: a frame is encoded once for all of them.
///
/// A few sockets are written to on the thread that brings the frame; where there are more, the frame crosses to each of
/// their event loops once.
public struct WebSocketRooms: RealtimeRooms {
    /// Such rooms.
    public init() {}

    /// An empty room.
    public func makeRoom() -> any RealtimeRoom { WebSocketRoom() }
}

/// The sockets of one user.
private final class WebSocketRoom: RealtimeRoom {
    private struct State {
        /// The sockets, as long as they are few.
        var few = FewSockets()
        /// The sockets by the event loop that serves them, once there are more.
        var shards: [RoomShard] = []
        var homes: [UInt64: RoomShard] = [:]

        mutating func add(_ socket: WebSocketConnection) {
            guard homes.isEmpty else { return settle(socket) }
            few.add(socket)
            if few.sockets.count > WebSocketRoom.mostFew {
                for socket in few.takeAll() { settle(socket) }
            }
        }

        /// Gives a socket to its event loop's shard.
        private mutating func settle(_ socket: WebSocketConnection) {
            socket.writer.setOfLoopAlone(true)
            let shard = shard(of: socket.eventLoop)
            homes[socket.id] = shard
            shard.onLoop { $0.add(socket) }
        }

        private mutating func shard(of eventLoop: any EventLoop) -> RoomShard {
            if let known = shards.first(where: { $0.eventLoop === eventLoop }) { return known }
            let made = RoomShard(eventLoop: eventLoop)
            shards.append(made)
            return made
        }

        var ids: [UInt64] { Array(homes.keys) + few.sockets.map(\.id) }

        /// Delivers what `make` makes if anybody is here; answers the event loop on which `flush` must be called soon.
        mutating func deliver(_ make: () -> ByteBuffer) -> (any EventLoop)? {
            guard !shards.isEmpty || !few.sockets.isEmpty else { return nil }
            let bytes = make()
            for shard in shards { shard.onLoop { $0.deliver(bytes) } }
            return few.deliver(bytes)
        }

        mutating func flush() { few.flush() }

        /// Takes a socket out; false when it is not here.
        mutating func remove(_ id: UInt64) -> Bool {
            guard let shard = homes.removeValue(forKey: id) else { return few.remove(id) }
            shard.onLoop { $0.remove(id) }
            if homes.isEmpty { shards = [] }
            return true
        }
    }

    /// More sockets than these keep a thread busy for longer than it takes to wake another.
    private static let mostFew = 16

    /// Those that get frames as they are.
    private let plain = Mutex(State())
    /// Those that agreed to compress, for all of which a frame is compressed once.
    private let compressing = Mutex(State())
    /// For connections that are no sockets.
    private let others = PlainRooms().makeRoom()

    func add(_ connection: any RealtimeConnection) {
        guard let socket = connection as? WebSocketConnection else { return others.add(connection) }
        if socket.compresses {
            compressing.withLock { $0.add(socket) }
        } else {
            plain.withLock { $0.add(socket) }
        }
    }

    func remove(_ id: UInt64) {
        if plain.withLock({ $0.remove(id) }) || compressing.withLock({ $0.remove(id) }) { return }
        others.remove(id)
    }

    /// Sockets that are too slow or broken close themselves, so that none is known to be gone at once.
    func send(_ frame: RealtimeFrame) -> [UInt64] {
        guard let payload = try? frame.encoded() else { return plain.withLock(\.ids) + compressing.withLock(\.ids) }
        // At the end of this thread's turn, so that what comes in one turn goes out together.
        plain.withLock { $0.deliver { ServerFrame.text(payload) } }?.execute {
            self.plain.withLock { $0.flush() }
        }
        compressing.withLock { $0.deliver { ServerFrame.compressedText(payload) } }?.execute {
            self.compressing.withLock { $0.flush() }
        }
        return others.send(frame)
    }
}

/// Sockets that are written to by whoever brings a frame.
private struct FewSockets {
    private(set) var sockets: [WebSocketConnection] = []
    private var waiting = ByteBuffer()
    private var waitingFrames = 0

    mutating func add(_ socket: WebSocketConnection) {
        flush()
        sockets.append(socket)
    }

    mutating func remove(_ id: UInt64) -> Bool {
        guard let index = sockets.firstIndex(where: { $0.id == id }) else { return false }
        flush()
        sockets.remove(at: index)
        return true
    }

    mutating func takeAll() -> [WebSocketConnection] {
        flush()
        defer { sockets = [] }
        return sockets
    }

    /// Takes a frame; answers the event loop on which `flush` must be called soon, nil when it need not.
    mutating func deliver(_ frame: ByteBuffer) -> (any EventLoop)? {
        guard let first = sockets.first else { return nil }
        waitingFrames += 1
        guard waitingFrames == 1 else {
            waiting.writeImmutableBuffer(frame)
            if waiting.readableBytes >= RoomShard.mostWaitingBytes { flush() }
            return nil
        }
        waiting = frame
        return MultiThreadedEventLoopGroup.currentEventLoop ?? first.eventLoop
    }

    mutating func flush() {
        guard waitingFrames > 0 else { return }
        let (bytes, frames) = (waiting, waitingFrames)
        waiting = ByteBuffer()
        waitingFrames = 0
        for socket in sockets { socket.deliver(bytes, frames: frames) }
        RoomShard.sent.increment(by: frames * sockets.count)
    }
}
