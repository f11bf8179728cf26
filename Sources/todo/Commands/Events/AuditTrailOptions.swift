internal import ArgumentParser
internal import EmbeddedAdapters
internal import FoundationEssentials
internal import Logging
internal import PostgresAdapters
internal import PostgresClient
internal import TodoPorts

/// Where an audit trail is: in a SQLite file, or in a PostgreSQL database.
struct AuditTrailOptions: ParsableArguments {
    @Option(help: "SQLite file that holds the audit trail; its server must not be running.") var database: String?
    @Option(help: "PostgreSQL database that holds it: postgresql://user@host:5432/name?sslmode=verify-full.")
    var databaseURL: String?
    @Option(help: "File that holds the password of the database's user.") var databasePasswordFile: String?

    func validate() throws {
        guard (database == nil) != (databaseURL == nil) else {
            throw ValidationError(
                "name the audit trail by one of --database (a SQLite file) and --database-url (PostgreSQL)")
        }
        guard databaseURL != nil || databasePasswordFile == nil else {
            throw ValidationError("--database-password-file goes with --database-url; a SQLite file has no password")
        }
    }

    /// Runs the body with the trail and lets go of it; throws `SettingsFault`, `ProgramFault` and what the body throws.
    func withTrail<Value>(_ body: (any AuditLog) async throws -> Value) async throws -> Value {
        guard let databaseURL else { return try await body(openFile()) }
        let settings = try DatabaseSettings(url: databaseURL, passwordFile: databasePasswordFile).postgres("todo")
        do {
            try await PostgresMigrator(settings).requireCurrent()
        } catch {
            throw ProgramFault("\(error)")
        }
        let pool = PostgresPool(settings, limits: .init(connections: 1), logger: .ofCommand("postgres"))
        do {
            let value = try await body(PostgresAuditLog(pool: pool))
            await pool.shutDown()
            return value
        } catch {
            await pool.shutDown()
            throw error
        }
    }

    private func openFile() throws(ProgramFault) -> SQLiteAuditLog {
        let path = database ?? ""
        // Opening would make one.
        guard FileManager.default.fileExists(atPath: path) else {
            throw ProgramFault("there is no database '\(path)'; name the one of the server with --database")
        }
        do {
            return SQLiteAuditLog(database: try EmbeddedDatabase(path: path))
        } catch {
            throw ProgramFault("\(error)")
        }
    }
}
