internal import CivilTime
internal import GRDB
internal import ServicePorts
internal import TodoDomain

extension Schema {
    /// What tasks are listed by, so that the beginning of a list does not read all of a user's tasks.
    ///
    /// The reading of a due date is in milliseconds as if it were UTC: lists are sorted by what a date reads.
    static let taskLists = """
        ALTER TABLE tasks ADD COLUMN due_reading INTEGER;
        CREATE INDEX tasks_by_creation ON tasks (user_id, created_at, id);
        CREATE INDEX tasks_by_update ON tasks (user_id, updated_at, id);
        CREATE INDEX tasks_by_due ON tasks (user_id, due_reading, id);
        CREATE INDEX tasks_by_priority ON tasks (
            user_id, (CASE priority WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END), id);
        """

    /// Fills the column from a file of before it.
    static func noteDueReadings(in database: Database) throws {
        for row in try database.rows("SELECT user_id, id, due FROM tasks WHERE due IS NOT NULL") {
            let due: DueDate = try JSONCodec.decode(from: Array((row["due"] as String).utf8))
            try database.run(
                "UPDATE tasks SET due_reading = ? WHERE user_id = ? AND id = ?",
                [due.wall.millisecondsSinceEpoch, row["user_id"] as String, row["id"] as Int64])
        }
    }
}
