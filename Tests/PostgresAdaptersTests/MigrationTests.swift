import PostgresClient
import PostgresTestSupport
import Testing

@testable import PostgresAdapters

@Suite("Migrations", .timeLimit(.minutes(2)))
struct MigrationTests {
    @Test("a plan changes nothing; migrating twice, or many at once, carries each step out once")
    func migratesOnce() async throws {
        let settings = try PostgresSettings(try await SharedPostgres.makeDatabase())
        let migrator = PostgresMigrator(settings)
        #expect(try await migrator.plan().allSatisfy { !$0.isDone })
        let error = await #expect(throws: SchemaError.self) { try await migrator.requireCurrent() }
        #expect(error?.message.contains("todo migrate") ?? false)
        let counts = try await withThrowingTaskGroup { group in
            for _ in 0..<5 { group.addTask { try await migrator.migrate().count } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.sorted() == [0, 0, 0, 0, Schema.migrations.count])
        #expect(try await migrator.plan().allSatisfy { $0.isDone })
        try await migrator.requireCurrent()
    }

    @Test("a database that was restored begins another history, each time")
    func newHistory() async throws {
        let settings = try PostgresSettings(try await SharedPostgres.makeDatabase())
        let migrator = PostgresMigrator(settings)
        _ = try await migrator.migrate()
        let session = try await PostgresSession.connect(settings)
        var epochs: Set<String> = []
        for _ in 0..<3 {
            let rows = try await session.query(PostgresStatement("SELECT epoch FROM todo.task_store"))
            #expect(rows.count == 1)
            epochs.insert(try #require(try rows.first?.text(0)))
            try await migrator.beginNewHistory()
        }
        #expect(epochs.count == 3)
    }

    @Test("a step that fails leaves nothing behind and the ones before it in place")
    func failsWhole() async throws {
        let settings = try PostgresSettings(try await SharedPostgres.makeDatabase())
        let good = Migration(number: 1, name: "good", sql: "CREATE TABLE a (n bigint)")
        let bad = Migration(number: 2, name: "bad", sql: "CREATE TABLE b (n bigint); SELECT 1 / 0")
        await #expect(throws: PostgresError.self) {
            try await PostgresMigrator(settings, migrations: [good, bad]).migrate()
        }
        let session = try await PostgresSession.connect(settings)
        let tables = try await session.query(
            PostgresStatement("SELECT (to_regclass('a') IS NOT NULL), (to_regclass('b') IS NOT NULL)"))
        #expect(try tables.first?.boolean(0) == true)
        #expect(try tables.first?.boolean(1) == false)
    }

    @Test("a changed step and a later program's schema are refused")
    func refusesOtherSchemas() async throws {
        let settings = try PostgresSettings(try await SharedPostgres.makeDatabase())
        let first = Migration(number: 1, name: "first", sql: "CREATE TABLE a (n bigint)")
        let second = Migration(number: 2, name: "second", sql: "CREATE TABLE b (n bigint)")
        _ = try await PostgresMigrator(settings, migrations: [first, second]).migrate()
        let older = await #expect(throws: SchemaError.self) {
            try await PostgresMigrator(settings, migrations: [first]).migrate()
        }
        #expect(older?.message.contains("later program") ?? false)
        let changed = Migration(number: 1, name: "first", sql: "CREATE TABLE a (n text)")
        let edited = await #expect(throws: SchemaError.self) {
            try await PostgresMigrator(settings, migrations: [changed, second]).plan()
        }
        #expect(edited?.message.contains("checksum") ?? false)
    }

    @Test("the services' role may append to the audit trail, and has no right to change it")
    func rightsOfServices() async throws {
        let address = try await Databases.address()
        let database = try #require(address.split(separator: "/").last)
        let session = try await PostgresSession.connect(PostgresSettings(address))
        let role = "ser\"vices of \(database)"
        try await session.script("CREATE ROLE \"ser\"\"vices of \(database)\" LOGIN")
        try await PostgresMigrator(PostgresSettings(address)).grantUse(to: role)
        try await session.script("SET ROLE \"ser\"\"vices of \(database)\"")
        try await session.query(
            PostgresStatement("INSERT INTO todo.audit VALUES ('u', 1, NULL, 'h', ''::bytea)"))
        try await session.query(
            PostgresStatement("INSERT INTO todo.outbox (user_id, topic, event) VALUES ('u', 't', ''::bytea)"))
        for refused in ["UPDATE todo.audit SET hash = 'x'", "DELETE FROM todo.audit", "DELETE FROM todo.migrations"] {
            let error = await #expect(throws: PostgresError.self) {
                try await session.query(PostgresStatement(refused))
            }
            #expect(error?.message.contains("permission denied") ?? false, "\(refused)")
        }
    }

    @Test("the services' role erases a user's trail with the user only, and leaves a tombstone that it cannot remove")
    func erasureByServices() async throws {
        let address = try await Databases.address()
        let database = try #require(address.split(separator: "/").last)
        let session = try await PostgresSession.connect(PostgresSettings(address))
        let role = "eraser of \(database)"
        try await session.script("CREATE ROLE \"\(role)\" LOGIN; CREATE ROLE \"other of \(database)\" LOGIN")
        try await session.script("GRANT USAGE ON SCHEMA todo TO \"other of \(database)\"")
        try await PostgresMigrator(PostgresSettings(address)).grantUse(to: role)
        for user in ["gone", "stays"] {
            try await session.query(
                PostgresStatement("INSERT INTO todo.audit VALUES ($1, 1, NULL, 'h', ''::bytea)", [.text(user)]))
        }
        try await session.script("SET ROLE \"other of \(database)\"")
        _ = await #expect(throws: PostgresError.self) {
            try await session.query(PostgresStatement("SELECT todo.erase_user('stays', 1)::text"))
        }
        try await session.script("RESET ROLE; SET ROLE \"\(role)\"")
        try await session.query(PostgresStatement("SELECT todo.erase_user('gone', 1)::text"))
        // What the function sets for itself gives nobody else the right.
        try await session.script("SET todo.erases_user = 'yes'")
        for refused in ["DELETE FROM todo.audit", "DELETE FROM todo.erased_users"] {
            _ = await #expect(throws: PostgresError.self) { try await session.query(PostgresStatement(refused)) }
        }
        let left = try await session.query(PostgresStatement("SELECT user_id FROM todo.audit"))
        #expect(try left.map { try $0.text(0) } == ["stays"])
        let stones = try await session.query(PostgresStatement("SELECT user_id, audit_head FROM todo.erased_users"))
        #expect(try stones.map { try $0.text(0) + $0.text(1) } == ["goneh"])
    }

    @Test("the audit trail cannot be changed, not even by its owner")
    func auditIsAppendOnly() async throws {
        try await Databases.withPool { pool in
            try await pool.query(
                PostgresStatement("INSERT INTO todo.audit VALUES ('u', 1, NULL, 'h', ''::bytea)"))
            for change in ["UPDATE todo.audit SET hash = 'x'", "DELETE FROM todo.audit", "TRUNCATE todo.audit"] {
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.query(PostgresStatement(change))
                }
                #expect(error?.state == .insufficientPrivilege)
            }
        }
    }
}
