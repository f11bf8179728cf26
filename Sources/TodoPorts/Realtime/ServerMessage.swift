internal import ServicePorts
public import TodoDomain

/// What the realtime service says to a client.
public enum ServerMessage: Hashable, Sendable {
    /// The client is known; what follows continues from this position.
    case ready(StreamPosition)
    /// One change.
    case event(StreamPosition, TaskUpdate)
    /// One change that is a reminder to show.
    case notification(StreamPosition, ReminderNotification, SyncChanges)
    /// Every missed change has been sent.
    case caughtUp(StreamPosition)
    /// The missed changes are no longer kept: read everything anew, then continue from this position.
    case mustRefetch(StreamPosition)
    /// What became of a command that this connection sent, by the name that the client gave it.
    case answered(mutationID: String, CommandAnswer)
    /// How many connections the user has now, over all replicas.
    case presence(connections: Int)

    /// The position that the client has after this message; nil for what is no part of the stream.
    public var position: StreamPosition? {
        switch self {
        case .ready(let position), .event(let position, _), .notification(let position, _, _),
            .caughtUp(let position), .mustRefetch(let position):
            position
        case .answered, .presence: nil
        }
    }

    /// The message that tells of an update.
    public init(_ update: TaskUpdate, at position: StreamPosition) {
        if let notification = update.notification {
            self = .notification(position, notification, update.changes)
        } else {
            self = .event(position, update)
        }
    }
}

extension ServerMessage: Encodable {
    private enum CodingKeys: String, CodingKey {
        case type, position, topic, data, changes, result, problem, connections
        case mutationID = "mutation_id"
    }

    /// Encodes the protocol's JSON frame.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(typeName, forKey: .type)
        try container.encodeIfPresent(position, forKey: .position)
        switch self {
        case .event(_, let update):
            try container.encode(TodoTopics.taskUpdates.name, forKey: .topic)
            try container.encode(update, forKey: .data)
        case .notification(_, let notification, let changes):
            try container.encode(notification, forKey: .data)
            try container.encode(changes, forKey: .changes)
        case .answered(let mutationID, .accepted(let change, let result)):
            try container.encode(mutationID, forKey: .mutationID)
            try container.encode(change, forKey: .position)
            try container.encode(result, forKey: .result)
        case .answered(let mutationID, .refused(let problem)):
            try container.encode(mutationID, forKey: .mutationID)
            try container.encode(problem, forKey: .problem)
        case .presence(let connections): try container.encode(connections, forKey: .connections)
        case .ready, .caughtUp, .mustRefetch: break
        }
    }

    private var typeName: String {
        switch self {
        case .ready: "ready"
        case .event: "event"
        case .notification: "notification"
        case .caughtUp: "caught_up"
        case .mustRefetch: "must_refetch"
        case .answered(_, .accepted): "accepted"
        case .answered(_, .refused): "refused"
        case .presence: "presence"
        }
    }
}
