extension Schema {
    /// API tokens, and what was revoked: of a user's sessions under an empty token id.
    static let access = """
        CREATE TABLE api_tokens (
            id TEXT NOT NULL PRIMARY KEY,
            user_id TEXT NOT NULL,
            name TEXT NOT NULL,
            scopes TEXT NOT NULL,
            secret_digest TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            last_used_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX api_tokens_by_user ON api_tokens (user_id, created_at, id);

        CREATE TABLE revocations (
            user_id TEXT NOT NULL,
            api_token_id TEXT NOT NULL,
            generation INTEGER NOT NULL,
            revoked_at INTEGER NOT NULL,
            PRIMARY KEY (user_id, api_token_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX revocations_by_time ON revocations (revoked_at, user_id, api_token_id);
        """
}
