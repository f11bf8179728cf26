import Foundation
import PostgresClient
import PostgresTestSupport
import Testing

@Suite("A pool of connections", .timeLimit(.minutes(2)))
struct PoolTests {
    @Test("values of every type come back as they went")
    func values() async throws {
        try await withPool { pool in
            let rows = try await pool.query(
                PostgresStatement(
                    "SELECT $1::bigint, $2::text, $3::bytea, $4::boolean, $5::bigint, $6::text, $7::smallint",
                    [
                        .integer(.min), .text("ہفتہ'; --"), .bytes([0, 255, 0]), .boolean(true), .null, .text(""),
                        .null,
                    ]))
            let row = try #require(rows.first)
            #expect(try row.integer(0) == .min)
            #expect(try row.text(1) == "ہفتہ'; --")
            #expect(try row.bytes(2) == [0, 255, 0])
            #expect(try row.boolean(3))
            #expect(try row.integerOrNil(4) == nil)
            #expect(try row.text(5) == "")
            let small = try await pool.query(PostgresStatement("SELECT -2::smallint, -3::integer"))
            #expect(try small.first?.integer(0) == -2)
            #expect(try small.first?.integer(1) == -3)
        }
    }

    @Test("arrays come apart in the server, empty ones and nulls too")
    func arrays() async throws {
        try await withPool { pool in
            let rows = try await pool.query(
                PostgresStatement(
                    "SELECT * FROM unnest($1::bigint[], $2::text[], $3::bytea[])",
                    [.integers([1, -1]), .texts(["a", nil]), .byteArrays([[1], []])]))
            #expect(try rows.map { try $0.integer(0) } == [1, -1])
            #expect(try rows.map { try $0.textOrNil(1) } == ["a", nil])
            #expect(try rows.map { try $0.bytes(2) } == [[1], []])
            let none = try await pool.query(PostgresStatement("SELECT unnest($1::bigint[])", [.integers([])]))
            #expect(none.count == 0)
        }
    }

    @Test("a value that is not of the type it is read as is an error")
    func mismatches() async throws {
        try await withPool { pool in
            let row = try #require(try await pool.query(PostgresStatement("SELECT 'a'::text, NULL::bigint")).first)
            #expect(throws: PostgresError.self) { try row.integer(0) }
            #expect(throws: PostgresError.self) { try row.integer(1) }
            #expect(throws: PostgresError.self) { try row.text(2) }
        }
    }

    @Test("statements sent together are one transaction, and a refusal tells its state and constraint")
    func atomicity() async throws {
        try await withPool { pool in
            try await pool.query(PostgresStatement("CREATE TABLE numbers (n bigint PRIMARY KEY)"))
            let insert = "INSERT INTO numbers VALUES ($1)"
            let error = await #expect(throws: PostgresError.self) {
                try await pool.pipeline([
                    PostgresStatement(insert, [.integer(1)]), PostgresStatement(insert, [.integer(2)]),
                    PostgresStatement(insert, [.integer(1)]), PostgresStatement("SELECT 1"),
                ])
            }
            #expect(error?.state == .uniqueViolation)
            #expect(error?.report?.constraint == "numbers_pkey")
            #expect(error?.outcome == .undone)
            let count = try await pool.query(PostgresStatement("SELECT count(*) FROM numbers"))
            #expect(try count.first?.integer(0) == 0)
            let written = try await pool.pipeline([
                PostgresStatement(insert, [.integer(1)]), PostgresStatement("DELETE FROM numbers"),
            ])
            #expect(written.map(\.affectedCount) == [1, 1])
        }
    }

    @Test("a refused text is prepared anew once it is right")
    func preparesAnew() async throws {
        try await withPool(limits: .init(connections: 1)) { pool in
            let statement = PostgresStatement("SELECT n FROM later")
            let error = await #expect(throws: PostgresError.self) { try await pool.query(statement) }
            #expect(error?.state == .undefinedTable)
            try await pool.query(PostgresStatement("CREATE TABLE later AS SELECT 7::bigint AS n"))
            #expect(try await pool.query(statement).first?.integer(0) == 7)
            // A plan that no longer fits is refused once; the next connection makes another.
            try await pool.query(PostgresStatement("ALTER TABLE later ALTER n TYPE text"))
            _ = try? await pool.query(statement)
            #expect(try await pool.query(statement).first?.text(0) == "7")
        }
    }

    @Test("reading together is reading at one instant, and leaves a usable connection also when refused")
    func readsAtOneInstant() async throws {
        try await withPool(limits: .init(connections: 2)) { pool in
            try await pool.query(PostgresStatement("CREATE TABLE counts (n bigint)"))
            try await pool.query(PostgresStatement("INSERT INTO counts VALUES (0)"))
            try await withThrowingTaskGroup { group in
                group.addTask {
                    for _ in 0..<200 { try await pool.query(PostgresStatement("UPDATE counts SET n = n + 1")) }
                }
                for _ in 0..<200 {
                    let both = try await pool.read([
                        PostgresStatement("SELECT n FROM counts"), PostgresStatement("SELECT n + 0 FROM counts"),
                    ])
                    #expect(try both[0].first?.integer(0) == both[1].first?.integer(0))
                }
                try await group.waitForAll()
            }
            for _ in 0..<4 {
                await #expect(throws: PostgresError.self) {
                    try await pool.read([PostgresStatement("SELECT 1"), PostgresStatement("SELECT 1 / 0")])
                }
            }
            try await pool.check()
        }
    }

    @Test("many requests share few connections, and more than may wait are told at once")
    func limits() async throws {
        try await withPool(limits: .init(connections: 3, waiting: 20)) { pool in
            let outcomes = await withTaskGroup { group in
                for _ in 0..<40 {
                    group.addTask { () -> PostgresError.Code? in
                        do throws(PostgresError) {
                            try await pool.query(PostgresStatement("SELECT pg_sleep(0.05)::text"))
                            return nil
                        } catch {
                            return error.code
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.contains(.overloaded))
            #expect(outcomes.contains(nil))
            #expect(outcomes.allSatisfy { $0 == nil || $0 == .overloaded })
            #expect(await pool.usage().open <= 3)
        }
    }

    @Test("whoever waits too long for a connection is told so")
    func waitsNotForEver() async throws {
        try await withPool(limits: .init(connections: 1, waitTimeout: .milliseconds(400))) { pool in
            async let long: PostgresRows = pool.query(PostgresStatement("SELECT pg_sleep(2)::text"))
            try await wait { await pool.usage().busy == 1 }
            let error = await #expect(throws: PostgresError.self) { try await pool.check() }
            #expect(error?.code == .overloaded)
            _ = try await long
        }
    }

    @Test("a shut down pool lets the last requests end and takes no more")
    func shutsDown() async throws {
        let pool = PostgresPool(try PostgresSettings(try await SharedPostgres.makeDatabase()))
        async let last: PostgresRows = pool.query(PostgresStatement("SELECT pg_sleep(1)::text"))
        try await wait { await pool.usage().busy == 1 }
        await pool.shutDown()
        #expect(try await last.count == 1)
        await #expect(throws: PostgresError.self) { try await pool.check() }
    }
}

/// Returns once the condition holds, and fails the test when it does not within half a minute.
func wait(until holds: () async throws -> Bool) async throws {
    for _ in 0..<3000 {
        if try await holds() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("what the test waits for did not happen within half a minute")
}

/// A pool over a new database for the body, closed after it.
func withPool(
    limits: PostgresPoolLimits = .init(), configure: (inout PostgresSettings) -> Void = { _ in },
    _ body: (PostgresPool) async throws -> Void
) async throws {
    var settings = try PostgresSettings(try await SharedPostgres.makeDatabase())
    configure(&settings)
    let pool = PostgresPool(settings, limits: limits)
    do {
        try await body(pool)
    } catch {
        await pool.shutDown()
        throw error
    }
    await pool.shutDown()
}
