internal import ServicePorts
internal import TodoDomain

/// Counts of connections that are not what is there.
extension PlantedBug {
    private static func state(
        _ change: @escaping @Sendable (inout StateStoreDecorator) -> Void
    ) -> SystemParts {
        .wiring(.realtime) { ports in
            var state = StateStoreDecorator(base: ports.state)
            change(&state)
            ports.state = state
        }
    }

    static let presenceBugs: [PlantedBug] = [
        PlantedBug(
            "dead-replica-counted", "connections of a replica that died count for ever", breaks: [.presence],
            state { $0.onWrite = { write in .set(write, timeToLive: nil) } }),
        PlantedBug(
            "closed-connections-counted", "a replica tells the others of the most connections that a user ever had",
            breaks: [.presence],
            state { state in
                let most = MostConnections()
                state.onWrite = { write in .set(write, value: write.value.map { most.raised(write.key, $0) }) }
            }),
        PlantedBug(
            "other-replicas-read-once", "a replica reads what another has only once", breaks: [.presence],
            state { state in
                let first = FirstEntries()
                state.onRead = { key, entry in first.entry(key, entry) }
            }),
    ].map { $0.found(in: .liveClients) }
}

extension StateWrite {
    /// The write with another life.
    fileprivate static func set(_ write: StateWrite, timeToLive: Duration?) -> StateWrite {
        var write = write
        write.timeToLive = timeToLive
        return write
    }

    /// The write of another value.
    fileprivate static func set(_ write: StateWrite, value: [UInt8]?) -> StateWrite {
        var write = write
        write.value = value
        return write
    }
}

/// The most of each number that was ever written under a key, confined to the simulation's thread.
private final class MostConnections: @unchecked Sendable {
    private var most: [String: [String: Int]] = [:]

    func raised(_ key: String, _ value: [UInt8]) -> [UInt8] {
        guard let counts = try? JSONCodec.decode([String: Int].self, from: value) else { return value }
        let raised = most[key, default: [:]].merging(counts) { max($0, $1) }
        most[key] = raised
        return (try? JSONCodec.encode(raised)) ?? value
    }
}

/// What was read first of each replica's record, confined to the simulation's thread.
private final class FirstEntries: @unchecked Sendable {
    private var entries: [String: StateEntry] = [:]

    func entry(_ key: String, _ entry: StateEntry?) -> StateEntry? {
        guard key.hasPrefix("presence:of:"), let entry else { return entry }
        let first = entries[key] ?? entry
        entries[key] = first
        return first
    }
}
