internal import TodoDomain
internal import TodoPorts

/// A connection's stream begins where its client is and brings each change once, in order, of one history.
final class ExactStream: Invariant {
    static let name: InvariantName = .exactStream
    static let promise = "A connection brings each change once and in order, from one history, or says: read anew."

    /// Where each device's present connection is.
    private var places: [UInt64: StreamPosition] = [:]

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        guard case .received(let client, let message) = fact, let position = message.position else { return }
        let place = places[client.number]
        switch message {
        case .ready, .mustRefetch: places[client.number] = position
        case .event, .notification:
            let next = place.map { StreamPosition(epoch: $0.epoch, sequence: $0.sequence + 1) }
            try checks.require(
                position == next,
                "\(client.name) of \(client.userID) is at \(place.telling) of its stream and was sent"
                    + " \(Optional(position).telling)")
            places[client.number] = position
        case .caughtUp:
            try checks.require(
                position == place,
                "\(client.name) of \(client.userID) is at \(place.telling) of its stream and was told that it has all"
                    + " at \(Optional(position).telling)")
        case .answered, .presence: break
        }
    }

    func conclude(in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        let epoch = system.store.transaction { $0.epoch }
        for client in system.clients {
            try checks.require(
                client.position?.epoch == epoch,
                "\(client.name) of \(client.userID) is at \(client.position.telling), and the history is \(epoch)")
        }
    }
}

extension StreamPosition? {
    fileprivate var telling: String { map { "\($0.sequence) of \($0.epoch)" } ?? "no place" }
}
