public import CivilTime
internal import GRDB
public import TodoDomain
public import TodoPorts

/// `AccessStore` on the embedded database.
public struct SQLiteAccessStore: AccessStore {
    private let database: EmbeddedDatabase

    /// API tokens and revocations in that database.
    public init(database: EmbeddedDatabase) {
        self.database = database
    }

    private static let columns = "id, user_id, name, scopes, secret_digest, created_at, expires_at, last_used_at"

    /// Stores a new API token; throws `AccountStoreError`.
    public func create(_ token: APIToken, mostPerUser: Int) async throws {
        try await written { database in
            let count = try database.integer(
                "SELECT count(*) FROM api_tokens WHERE user_id = ?", [token.userID.rawValue])
            guard count ?? 0 < mostPerUser else { throw AccountStoreError.tooMany }
            try database.run(
                "INSERT INTO api_tokens (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    token.id, token.userID.rawValue, token.name,
                    token.scopes.map(\.rawValue).joined(separator: " "), token.secretDigest,
                    token.createdAt.millisecondsSinceEpoch, token.expiresAt?.millisecondsSinceEpoch,
                    token.lastUsedAt?.millisecondsSinceEpoch,
                ])
        }
    }

    /// The API token of that id; throws `AccountStoreError`.
    public func apiToken(_ id: String) async throws -> APIToken? {
        try await read { database in
            try database.row("SELECT \(Self.columns) FROM api_tokens WHERE id = ?", [id]).map(Self.token)
        }
    }

    /// A user's API tokens in the order in which they were made; throws `AccountStoreError`.
    public func apiTokens(of userID: UserID) async throws -> [APIToken] {
        try await read { database in
            try database.rows(
                "SELECT \(Self.columns) FROM api_tokens WHERE user_id = ? ORDER BY created_at, id", [userID.rawValue]
            ).map(Self.token)
        }
    }

    /// Notes that an API token was used; throws `AccountStoreError`.
    public func noteUse(ofAPIToken id: String, at instant: Timestamp) async throws {
        try await written { database in
            try database.run(
                "UPDATE api_tokens SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ?",
                [instant.millisecondsSinceEpoch, id])
        }
    }

    /// Forgets an API token and keeps that it was revoked; throws `AccountStoreError`.
    public func revokeAPIToken(_ id: String, of userID: UserID, at instant: Timestamp) async throws -> Revocation? {
        try await written { database in
            try database.run("DELETE FROM api_tokens WHERE id = ? AND user_id = ?", [id, userID.rawValue])
            guard database.changesCount > 0 else { return nil }
            // Whoever follows revocations has seen those of a day ago.
            try database.run(
                "DELETE FROM revocations WHERE user_id = ? AND api_token_id <> '' AND revoked_at < ?",
                [userID.rawValue, instant.adding(milliseconds: -86_400_000).millisecondsSinceEpoch])
            try database.run(
                """
                INSERT INTO revocations (user_id, api_token_id, generation, revoked_at) VALUES (?, ?, 0, ?)
                ON CONFLICT DO NOTHING
                """, [userID.rawValue, id, instant.millisecondsSinceEpoch])
            return Revocation(userID: userID, apiTokenID: id, at: instant)
        }
    }

    /// Ends all sessions of a user; throws `AccountStoreError`.
    public func endSessions(of userID: UserID, at instant: Timestamp) async throws -> Revocation {
        try await written { try $0.endSessions(of: userID, at: instant) }
    }

    /// How often the user's sessions were ended; throws `AccountStoreError`.
    public func sessionGeneration(of userID: UserID) async throws -> Int64 {
        try await read { database in
            try database.integer(
                "SELECT generation FROM revocations WHERE user_id = ? AND api_token_id = ''", [userID.rawValue]) ?? 0
        }
    }

    /// The first revocations after a place; throws `AccountStoreError`.
    public func revocations(after place: RevocationPlace, limit: Int) async throws -> [Revocation] {
        try await read { database in
            try database.rows(
                """
                SELECT user_id, api_token_id, generation, revoked_at FROM revocations
                WHERE (revoked_at, user_id, api_token_id) > (?, ?, ?)
                ORDER BY revoked_at, user_id, api_token_id LIMIT ?
                """,
                [place.at.millisecondsSinceEpoch, place.userID.rawValue, place.apiTokenID, Int64(limit)]
            ).map { row in
                let id: String = row[1]
                return Revocation(
                    userID: UserID(row[0]), apiTokenID: id.isEmpty ? nil : id, generation: row[2],
                    at: Timestamp(millisecondsSinceEpoch: row[3]))
            }
        }
    }

    private static func token(_ row: Row) -> APIToken {
        APIToken(
            id: row[0], userID: UserID(row[1]), name: row[2],
            scopes: (row[3] as String).split(separator: " ").compactMap { APIToken.Scope(rawValue: String($0)) },
            secretDigest: row[4], createdAt: Timestamp(millisecondsSinceEpoch: row[5]),
            expiresAt: (row[6] as Int64?).map(Timestamp.init(millisecondsSinceEpoch:)),
            lastUsedAt: (row[7] as Int64?).map(Timestamp.init(millisecondsSinceEpoch:)))
    }

    private func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await database.read(body)
        } catch let failure as StorageFailure {
            throw AccountStoreError.unavailable(failure.message)
        }
    }

    private func written<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await database.write(body)
        } catch let failure as StorageFailure {
            throw AccountStoreError.unavailable(failure.message)
        }
    }
}

extension Database {
    /// Counts one more end of all of a user's sessions.
    func endSessions(of userID: UserID, at instant: Timestamp) throws -> Revocation {
        try run(
            """
            INSERT INTO revocations (user_id, api_token_id, generation, revoked_at) VALUES (?, '', 1, ?)
            ON CONFLICT (user_id, api_token_id) DO UPDATE
            SET generation = generation + 1, revoked_at = max(revoked_at, excluded.revoked_at)
            """, [userID.rawValue, instant.millisecondsSinceEpoch])
        let row = try row(
            "SELECT generation, revoked_at FROM revocations WHERE user_id = ? AND api_token_id = ''",
            [userID.rawValue])
        guard let row else { throw StorageFailure(.refused, "a row that was written is not there") }
        return Revocation(
            userID: userID, generation: row[0], at: Timestamp(millisecondsSinceEpoch: row[1]))
    }
}
