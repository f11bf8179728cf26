public import CivilTime
public import PostgresClient
public import TodoDomain
public import TodoPorts

/// `AccessStore` on PostgreSQL.
public struct PostgresAccessStore: AccessStore {
    private let pool: PostgresPool

    /// API tokens and revocations in the pool's database, whose schema must be current.
    public init(pool: PostgresPool) {
        self.pool = pool
    }

    private static let columns = "id, user_id, name, scopes, secret_digest, created_at, expires_at, last_used_at"

    /// How one more end of all of a user's sessions is counted, and what is read of it.
    static let counting = """
        ON CONFLICT (user_id, api_token_id) DO UPDATE
        SET generation = r.generation + 1, revoked_at = greatest(r.revoked_at, excluded.revoked_at)
        RETURNING generation, revoked_at
        """

    static func ended(_ row: PostgresRow, _ userID: UserID) throws -> Revocation {
        Revocation(
            userID: userID, generation: try row.integer(0),
            at: Timestamp(millisecondsSinceEpoch: try row.integer(1)))
    }

    /// Stores a new API token; throws `AccountStoreError`.
    public func create(_ token: APIToken, mostPerUser: Int) async throws {
        let insert = PostgresStatement(
            """
            INSERT INTO todo.api_tokens (\(Self.columns))
            SELECT $1, $2, $3, $4, $5, $6, nullif($7, -1), nullif($8, -1)
            WHERE (SELECT count(*) FROM todo.api_tokens WHERE user_id = $2) < $9
            """,
            [
                .text(token.id), .text(token.userID.rawValue), .text(token.name),
                .text(token.scopes.map(\.rawValue).joined(separator: " ")), .text(token.secretDigest),
                .integer(token.createdAt.millisecondsSinceEpoch),
                .integer(token.expiresAt?.millisecondsSinceEpoch ?? -1),
                .integer(token.lastUsedAt?.millisecondsSinceEpoch ?? -1), .integer(Int64(mostPerUser)),
            ])
        // One user's tokens are made one after another, or each would count without the others.
        let lock = PostgresStatement(
            "SELECT pg_advisory_xact_lock(hashtextextended('api tokens of ' || $1, 0))", [.text(token.userID.rawValue)])
        let rows = try await mapped { try await pool.pipeline([lock, insert]) }
        guard rows.last?.affectedCount == 1 else { throw AccountStoreError.tooMany }
    }

    /// The API token of that id; throws `AccountStoreError`.
    public func apiToken(_ id: String) async throws -> APIToken? {
        try await mapped {
            try await pool.query(
                PostgresStatement("SELECT \(Self.columns) FROM todo.api_tokens WHERE id = $1", [.text(id)])
            ).first.map(Self.token)
        }
    }

    /// A user's API tokens in the order in which they were made; throws `AccountStoreError`.
    public func apiTokens(of userID: UserID) async throws -> [APIToken] {
        try await mapped {
            try await pool.query(
                PostgresStatement(
                    "SELECT \(Self.columns) FROM todo.api_tokens WHERE user_id = $1 ORDER BY created_at, id",
                    [.text(userID.rawValue)])
            ).map(Self.token)
        }
    }

    /// Notes that an API token was used; throws `AccountStoreError`.
    public func noteUse(ofAPIToken id: String, at instant: Timestamp) async throws {
        _ = try await mapped {
            try await pool.query(
                PostgresStatement(
                    "UPDATE todo.api_tokens SET last_used_at = greatest(last_used_at, $2) WHERE id = $1",
                    [.text(id), .integer(instant.millisecondsSinceEpoch)]))
        }
    }

    /// Forgets an API token and keeps that it was revoked; throws `AccountStoreError`.
    public func revokeAPIToken(_ id: String, of userID: UserID, at instant: Timestamp) async throws -> Revocation? {
        let revoke = PostgresStatement(
            """
            WITH gone AS (DELETE FROM todo.api_tokens WHERE id = $1 AND user_id = $2 RETURNING id)
            INSERT INTO todo.revocations (user_id, api_token_id, generation, revoked_at)
            SELECT $2, id, 0, $3 FROM gone ON CONFLICT DO NOTHING
            """,
            [.text(id), .text(userID.rawValue), .integer(instant.millisecondsSinceEpoch)])
        // Whoever follows revocations has seen those of a day ago.
        let prune = PostgresStatement(
            "DELETE FROM todo.revocations WHERE user_id = $1 AND api_token_id <> '' AND revoked_at < $2",
            [
                .text(userID.rawValue),
                .integer(instant.adding(milliseconds: -86_400_000).millisecondsSinceEpoch),
            ])
        let rows = try await mapped { try await pool.pipeline([prune, revoke]) }
        return rows.last?.affectedCount == 1 ? Revocation(userID: userID, apiTokenID: id, at: instant) : nil
    }

    /// Ends all sessions of a user; throws `AccountStoreError`.
    public func endSessions(of userID: UserID, at instant: Timestamp) async throws -> Revocation {
        let row = try await mapped {
            try await pool.query(
                PostgresStatement(
                    """
                    INSERT INTO todo.revocations AS r (user_id, api_token_id, generation, revoked_at)
                    VALUES ($1, '', 1, $2) \(Self.counting)
                    """, [.text(userID.rawValue), .integer(instant.millisecondsSinceEpoch)])
            ).first
        }
        guard let row else { throw AccountStoreError.unavailable("a row that was written was not answered") }
        return try Self.ended(row, userID)
    }

    /// How often the user's sessions were ended; throws `AccountStoreError`.
    public func sessionGeneration(of userID: UserID) async throws -> Int64 {
        try await mapped {
            try await pool.query(
                PostgresStatement(
                    "SELECT generation FROM todo.revocations WHERE user_id = $1 AND api_token_id = ''",
                    [.text(userID.rawValue)])
            ).first.map { try $0.integer(0) } ?? 0
        }
    }

    /// The first revocations after a place; throws `AccountStoreError`.
    public func revocations(after place: RevocationPlace, limit: Int) async throws -> [Revocation] {
        try await mapped {
            try await pool.query(
                PostgresStatement(
                    """
                    SELECT user_id, api_token_id, generation, revoked_at FROM todo.revocations
                    WHERE (revoked_at, user_id, api_token_id) > ($1, $2, $3)
                    ORDER BY revoked_at, user_id, api_token_id LIMIT $4
                    """,
                    [
                        .integer(place.at.millisecondsSinceEpoch), .text(place.userID.rawValue),
                        .text(place.apiTokenID), .integer(Int64(limit)),
                    ])
            ).map { row in
                let id = try row.text(1)
                return Revocation(
                    userID: UserID(try row.text(0)), apiTokenID: id.isEmpty ? nil : id, generation: try row.integer(2),
                    at: Timestamp(millisecondsSinceEpoch: try row.integer(3)))
            }
        }
    }

    private static func token(_ row: PostgresRow) throws -> APIToken {
        APIToken(
            id: try row.text(0), userID: UserID(try row.text(1)), name: try row.text(2),
            scopes: try row.text(3).split(separator: " ").compactMap { APIToken.Scope(rawValue: String($0)) },
            secretDigest: try row.text(4), createdAt: Timestamp(millisecondsSinceEpoch: try row.integer(5)),
            expiresAt: try row.integerOrNil(6).map(Timestamp.init(millisecondsSinceEpoch:)),
            lastUsedAt: try row.integerOrNil(7).map(Timestamp.init(millisecondsSinceEpoch:)))
    }

    private func mapped<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PostgresError {
            throw AccountStoreError.unavailable(error.message)
        }
    }
}
