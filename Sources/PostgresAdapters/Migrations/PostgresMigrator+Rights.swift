internal import PostgresClient

extension PostgresMigrator {
    /// Gives a role of the database what the services need and no more; throws `PostgresError`.
    ///
    /// It may read the audit trail and append to it, and change nothing of it; a user's trail goes only with the user.
    public func grantUse(to role: String) async throws {
        let name = "\"" + role.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        let session = try await PostgresSession.connect(settings)
        try await session.script(
            """
            GRANT USAGE ON SCHEMA todo TO \(name);
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA todo TO \(name);
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA todo TO \(name);
            REVOKE UPDATE, DELETE, TRUNCATE ON todo.audit FROM \(name);
            REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON todo.migrations FROM \(name);
            REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON todo.erased_users FROM \(name);
            GRANT EXECUTE ON FUNCTION todo.erase_user(text, bigint) TO \(name);
            """)
    }
}
