extension Schema {
    /// API tokens, and what was revoked: of a user's sessions under an empty token id.
    static let access = """
        CREATE TABLE todo.api_tokens (
            id text PRIMARY KEY,
            user_id text NOT NULL,
            name text NOT NULL,
            scopes text NOT NULL,
            secret_digest text NOT NULL,
            created_at bigint NOT NULL,
            expires_at bigint,
            last_used_at bigint
        ) WITH (fillfactor = 70);
        CREATE INDEX api_tokens_by_user ON todo.api_tokens (user_id, created_at, id);

        CREATE TABLE todo.revocations (
            user_id text NOT NULL,
            api_token_id text NOT NULL,
            generation bigint NOT NULL,
            revoked_at bigint NOT NULL,
            PRIMARY KEY (user_id, api_token_id)
        );
        CREATE INDEX revocations_by_time ON todo.revocations (revoked_at, user_id, api_token_id);
        """
}
