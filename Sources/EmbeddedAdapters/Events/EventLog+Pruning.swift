internal import CivilTime
internal import GRDB

extension EventLog {
    /// The most events deleted in one transaction, so that pruning does not hold up commits.
    private static let pruningBatch = 1_000

    /// Forgets groups without a subscription that have not moved since the limit; a new one of that name starts anew.
    func forgetGroups(idleSince limit: Timestamp, except subscribed: Set<ConsumerKey>) async throws {
        try await database.write { database in
            let idle = try database.rows(
                "SELECT consumer_group, topic FROM consumer_positions WHERE moved_at < ?",
                [limit.millisecondsSinceEpoch]
            ).map { ConsumerKey(group: $0[0], topic: $0[1]) }
            for key in idle where !subscribed.contains(key) {
                try database.run(
                    "DELETE FROM consumer_positions WHERE consumer_group = ? AND topic = ?", [key.group, key.topic])
            }
        }
    }

    /// Deletes events published before the limit that every known group of their topic has passed; returns how many.
    func deleteEvents(publishedBefore limit: Timestamp) async throws -> Int {
        var deleted = 0
        while true {
            let count = try await database.write { database in
                try database.run(
                    """
                    DELETE FROM events WHERE position IN (
                        SELECT position FROM events AS event
                        WHERE published_at < ?1 AND NOT EXISTS (
                            SELECT 1 FROM consumer_positions AS consumer
                            WHERE consumer.topic = event.topic AND consumer.position < event.position)
                        ORDER BY position LIMIT ?2)
                    """, [limit.millisecondsSinceEpoch, EventLog.pruningBatch])
                return database.changesCount
            }
            deleted += count
            if count < EventLog.pruningBatch { return deleted }
        }
    }
}
