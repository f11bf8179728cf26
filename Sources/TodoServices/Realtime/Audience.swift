internal import TodoPorts

/// One user's connections at one replica.
///
/// Those that are equally far are in the room and share one progress, so that an update is looked at once for all of
/// them and missed updates are read once. Whoever comes anew stands apart until it is as far as the room is.
struct Audience: Sendable {
    struct Newcomer: Sendable {
        let connection: any RealtimeConnection
        var progress: ConnectionProgress
    }

    let room: any RealtimeRoom
    /// How far those in the room are; without meaning while nobody is.
    var settledProgress = ConnectionProgress(sentThrough: 0)
    private(set) var settled: [UInt64: any RealtimeConnection] = [:]
    private var newcomers: [UInt64: Newcomer] = [:]
    /// How many connections those in the room were told of; nil when one of them was told nothing.
    var toldPresence: Int?

    init(room: any RealtimeRoom) {
        self.room = room
    }

    var isEmpty: Bool { settled.isEmpty && newcomers.isEmpty }

    /// True while somebody stands apart.
    var hasNewcomers: Bool { !newcomers.isEmpty }

    /// Number of connections.
    var count: Int { settled.count + newcomers.count }

    /// Identities of those who stand apart, in the order in which they came.
    var apart: [UInt64] { newcomers.isEmpty ? [] : newcomers.keys.sorted() }

    /// All connections, in the order of their identities.
    var connections: [any RealtimeConnection] {
        (settled.values + newcomers.values.map(\.connection)).sorted { $0.id < $1.id }
    }

    func newcomer(_ id: UInt64) -> Newcomer? { newcomers[id] }

    mutating func setProgress(_ progress: ConnectionProgress, of id: UInt64) {
        newcomers[id]?.progress = progress
    }

    mutating func welcome(_ connection: any RealtimeConnection, _ progress: ConnectionProgress) {
        newcomers[connection.id] = Newcomer(connection: connection, progress: progress)
    }

    /// Lets newcomers that are as far as those in the room join them.
    mutating func settle() {
        for id in apart { settle(id) }
    }

    /// Lets one newcomer join those in the room if it is as far as they are.
    mutating func settle(_ id: UInt64) {
        guard let newcomer = newcomers[id], !newcomer.progress.isLookingBack else { return }
        if settled.isEmpty { settledProgress = newcomer.progress }
        guard newcomer.progress.sentThrough == settledProgress.sentThrough else { return }
        newcomers[id] = nil
        settled[id] = newcomer.connection
        room.add(newcomer.connection)
        toldPresence = nil
    }

    /// Takes a connection out, and answers it; nil when it is unknown.
    mutating func remove(_ id: UInt64) -> (any RealtimeConnection)? {
        if let newcomer = newcomers.removeValue(forKey: id) { return newcomer.connection }
        guard let connection = settled.removeValue(forKey: id) else { return nil }
        room.remove(id)
        return connection
    }
}
