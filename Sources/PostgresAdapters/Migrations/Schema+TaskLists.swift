extension Schema {
    /// What tasks are listed by, so that the beginning of a list does not read all of a user's tasks.
    ///
    /// The reading of a due date is in milliseconds as if it were UTC: lists are sorted by what a date reads. The
    /// database derives it, so that rows of a program which does not know the column have it too, by one expression,
    /// which PostgreSQL takes into the statements that use it. The date is what stands between the third and the fourth
    /// quote. A time stamp has no year 0, so it is reckoned 400 years later, and these are taken off again.
    ///
    /// Nothing is by the last change: every change of a task would then touch every index.
    static let taskLists = """
        CREATE FUNCTION todo.due_reading(due text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT extract(epoch FROM make_timestamp(
                    substr(split_part(due, '"', 4), 1, 4)::int + 400, substr(split_part(due, '"', 4), 6, 2)::int,
                    substr(split_part(due, '"', 4), 9, 2)::int,
                    coalesce(nullif(substr(split_part(due, '"', 4), 12, 2), '')::int, 0),
                    coalesce(nullif(substr(split_part(due, '"', 4), 15, 2), '')::int, 0),
                    coalesce(nullif(substr(split_part(due, '"', 4), 18, 2), '')::float8, 0)
                ))::bigint * 1000 - 12622780800000
                + coalesce(nullif(left(split_part(split_part(due, '"', 4), '.', 2), 3), '')::bigint, 0)
        $$;
        ALTER TABLE todo.tasks ADD COLUMN due_reading bigint GENERATED ALWAYS AS (todo.due_reading(due)) STORED;
        CREATE INDEX tasks_by_creation ON todo.tasks (user_id, created_at, id);
        CREATE INDEX tasks_by_due ON todo.tasks (user_id, due_reading, id);
        CREATE INDEX tasks_by_priority ON todo.tasks (
            user_id, (CASE priority WHEN 'high' THEN 0::bigint WHEN 'medium' THEN 1::bigint ELSE 2::bigint END), id);
        """
}
