internal import PostgresClient

extension PostgresMigrator {
    /// Begins another history after the database was restored from a backup, so that every client reads anew.
    ///
    /// What a client saw since the backup is gone, and its place in the stream says nothing any more. Throws
    /// `PostgresError`.
    public func beginNewHistory() async throws {
        let session = try await PostgresSession.connect(settings)
        try await session.script("UPDATE todo.task_store SET epoch = replace(gen_random_uuid()::text, '-', '')")
    }
}
