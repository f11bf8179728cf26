internal import CivilTime
internal import GRDB
internal import ServicePorts

extension EventLog {
    /// Records that the group gave the event up, and copies the event to the dead-letter topic, in one transaction.
    ///
    /// Giving up the same event again, as after a crash, changes nothing.
    func giveUp(_ event: StoredEvent, of key: ConsumerKey, reason: String, attempts: Int) async throws {
        let now = clock.now().millisecondsSinceEpoch
        try await database.write { database in
            try database.run(
                """
                INSERT INTO dead_letters
                    (topic, consumer_group, position, event_id, partition_key, reason, attempts, given_up_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                [
                    key.topic, key.group, event.position, event.eventID, event.partitionKey, reason, attempts, now,
                ])
            guard database.changesCount > 0 else { return }
            try database.run(
                """
                INSERT INTO events (topic, event_id, partition_key, published_at, body)
                SELECT ?, event_id, partition_key, ?, body FROM events WHERE position = ?
                """, [DeliveryRetryPolicy.deadLetterTopic(of: key.topic), now, event.position])
        }
    }

    /// Positions after the given one that the group has given up.
    func givenUp(by key: ConsumerKey, after position: Int64) async throws -> Set<Int64> {
        try await database.read { database in
            let rows = try database.rows(
                "SELECT position FROM dead_letters WHERE topic = ? AND consumer_group = ? AND position > ?",
                [key.topic, key.group, position])
            return Set(rows.map { $0[0] as Int64 })
        }
    }

    /// Dead letters of a topic in the order in which they were given up.
    func deadLetters(of topic: String) async throws -> [DeadLetter] {
        try await database.read { database in
            try database.rows(
                """
                SELECT consumer_group, event_id, partition_key, reason, attempts, given_up_at
                FROM dead_letters WHERE topic = ? ORDER BY number
                """, [topic]
            ).map {
                DeadLetter(
                    topic: topic, group: $0[0], eventID: $0[1], partitionKey: $0[2], reason: $0[3], attempts: $0[4],
                    time: Timestamp(millisecondsSinceEpoch: $0[5]))
            }
        }
    }
}
