internal import CivilTime
internal import FoundationEssentials
internal import GRDB
internal import ServicePorts

/// The durable side of the bus: topics, the groups' positions and dead letters.
struct EventLog: Sendable {
    let database: EmbeddedDatabase
    let clock: any WallClock

    private var nowMilliseconds: Int64 { clock.now().millisecondsSinceEpoch }

    /// Appends events in order, all or none.
    func append(_ events: [NewEvent], to topic: String) async throws {
        let now = nowMilliseconds
        try await database.write { database in
            for event in events {
                try database.run(
                    """
                    INSERT INTO events (topic, event_id, partition_key, published_at, body) VALUES (?, ?, ?, ?, ?)
                    """, [topic, event.eventID, event.partitionKey, now, Data(event.body)])
            }
        }
    }

    /// Events of a topic after a position, oldest first.
    func events(of topic: String, after position: Int64, limit: Int) async throws -> [StoredEvent] {
        try await database.read { database in
            try database.rows(
                """
                SELECT position, event_id, partition_key, body FROM events
                WHERE topic = ? AND position > ? ORDER BY position LIMIT ?
                """, [topic, position, limit]
            ).map { StoredEvent(position: $0[0], eventID: $0[1], partitionKey: $0[2], body: $0.bytes(3)) }
        }
    }

    /// The body of one event, nil when it was pruned.
    func body(at position: Int64) async throws -> [UInt8]? {
        try await database.read { database in
            try database.row("SELECT body FROM events WHERE position = ?", [position])?.bytes(0)
        }
    }

    /// The group's position, which becomes durable here when the group is new.
    func join(_ key: ConsumerKey, start: SubscriptionOptions.Start) async throws -> Int64 {
        let now = nowMilliseconds
        return try await database.write { database in
            let end = start == .latest ? try database.integer("SELECT MAX(position) FROM events") ?? 0 : 0
            try database.run(
                """
                INSERT INTO consumer_positions (consumer_group, topic, position, moved_at) VALUES (?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """, [key.group, key.topic, end, now])
            return try database.integer(
                "SELECT position FROM consumer_positions WHERE consumer_group = ? AND topic = ?",
                [key.group, key.topic]) ?? end
        }
    }

    /// Moves the group's position forward; never back.
    func move(_ key: ConsumerKey, to position: Int64) async throws {
        let now = nowMilliseconds
        try await database.write { database in
            try database.run(
                """
                UPDATE consumer_positions SET position = ?3, moved_at = ?4
                WHERE consumer_group = ?1 AND topic = ?2 AND position < ?3
                """, [key.group, key.topic, position, now])
        }
    }
}
