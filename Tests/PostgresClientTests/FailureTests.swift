import Foundation
import PostgresClient
import PostgresTestSupport
import Testing

@Suite("Failures of the database and of whoever asks it", .timeLimit(.minutes(2)))
struct FailureTests {
    @Test("a statement that takes too long is given up, and had no effect")
    func timeout() async throws {
        try await withPool(configure: { $0.statementTimeout = .milliseconds(100) }) { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.query(PostgresStatement("SELECT pg_sleep(30)::text"))
            }
            #expect(error?.code == .timeout)
            #expect(error?.outcome == .undone)
            try await pool.check()
        }
    }

    @Test("a session without a time limit waits as long as it takes; a pool's statements stay limited on the server")
    func sessionWithoutLimit() async throws {
        func configure(_ settings: inout PostgresSettings) {
            settings.statementTimeout = .milliseconds(100)
            settings.cancelTimeout = .milliseconds(100)
        }
        var settings = try PostgresSettings(try await SharedPostgres.makeDatabase())
        configure(&settings)
        let sleep = "SELECT pg_sleep(0.5)::text"
        try await withPool(configure: configure) { pool in
            for session in [try await PostgresSession.connect(settings), try await pool.session()] {
                try await session.query(PostgresStatement(sleep), timeout: nil)
                try await session.script("\(sleep); \(sleep)")
                let error = await #expect(throws: PostgresError.self) {
                    try await session.query(PostgresStatement(sleep), timeout: .milliseconds(50))
                }
                #expect(error?.code == .timeout)
            }
            await expect(.timeout) { _ = try await pool.query(PostgresStatement(sleep)) }
            #expect(try await pool.query(PostgresStatement("SHOW statement_timeout")).first?.text(0) == "200ms")
        }
    }

    @Test("a limit of the database does not hold for sessions, and one in the address does")
    func limitsOfOthers() async throws {
        let address = try await SharedPostgres.makeDatabase()
        let show = PostgresStatement("SHOW statement_timeout")
        let first = try await PostgresSession.connect(PostgresSettings(address))
        let name = try #require(address.split(separator: "/").last)
        try await first.script("ALTER DATABASE \(name) SET statement_timeout = '50ms'")
        let second = try await PostgresSession.connect(PostgresSettings(address))
        #expect(try await second.query(show).first?.text(0) == "0")
        let third = try await PostgresSession.connect(
            PostgresSettings(address + "?options=-c%20statement_timeout%3D7s"))
        #expect(try await third.query(show).first?.text(0) == "7s")
    }

    @Test("a cancelled task gives its statement up, whether it waits or runs")
    func cancellation() async throws {
        let slow = { (settings: inout PostgresSettings) in settings.statementTimeout = .seconds(60) }
        try await withPool(limits: .init(connections: 1, waitTimeout: .seconds(60)), configure: slow) { pool in
            let running = Task { try await pool.query(PostgresStatement("SELECT pg_sleep(30)::text")) }
            try await wait { await pool.usage().busy == 1 }
            let waiting = Task { try await pool.check() }
            try await wait { await pool.usage().waiting == 1 }
            waiting.cancel()
            await expect(.cancelled) { try await waiting.value }
            running.cancel()
            await expect(.cancelled) { _ = try await running.value }
            try await pool.check()
            let never = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await pool.check()
            }
            await expect(.cancelled) { try await never.value }
        }
    }

    @Test("a killed session fails its statement with an unknown outcome, and the pool makes another")
    func killedSession() async throws {
        try await withPool(configure: { $0.statementTimeout = .seconds(60) }) { pool in
            let victim = Task {
                try await pool.query(PostgresStatement("SELECT pg_sleep(30)::text AS victim"))
            }
            let kill = PostgresStatement(
                """
                SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
                WHERE query LIKE '%AS victim%' AND pid <> pg_backend_pid() AND state = 'active'
                """)
            try await wait { try await pool.query(kill).count == 1 }
            let error = await #expect(throws: PostgresError.self) { try await victim.value }
            #expect(error?.outcome == .unknown)
            try await pool.check()
        }
    }

    @Test("connections that the server ended while idle are not handed out")
    func endedWhileIdle() async throws {
        try await withPool { pool in
            try await pool.check()
            let other = try await pool.session()
            try await other.query(
                PostgresStatement(
                    """
                    SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                    """))
            try await wait { await pool.usage().open == 0 }
            try await pool.check()
        }
    }

    @Test("a crashed server is told as such, and met again when it is back")
    func crash() async throws {
        let server = try PostgresServer()
        let pool = PostgresPool(
            try PostgresSettings(server.address()), limits: .init(waitTimeout: .seconds(2)))
        try await pool.check()
        try server.crash()
        let error = await #expect(throws: PostgresError.self) {
            for _ in 0..<3 { try await pool.check() }
        }
        #expect(error?.code == .disconnected || error?.code == .connecting)
        let second = await #expect(throws: PostgresError.self) { try await pool.check() }
        #expect(second?.code == .connecting)
        #expect(second?.message.contains("Connection refused") ?? false)
        let again = try server.restarted()
        for _ in 0..<50 where (try? await pool.check()) == nil { try await Task.sleep(for: .milliseconds(100)) }
        try await pool.check()
        await pool.shutDown()
        again.stop()
    }

    @Test("what cannot be connected to is told in one line without the password")
    func cannotConnect() async throws {
        let server = try SharedPostgres.start()
        let wrong = [
            ("postgresql://tester:secret@127.0.0.1:1/x", "Connection refused"),
            ("postgresql://tester:secret@127.0.0.1:\(server.port)/nowhere", "does not exist"),
            ("postgresql://nobody:secret@127.0.0.1:\(server.port)/postgres", "role \"nobody\" does not exist"),
            ("postgresql://tester:secret@127.0.0.1:\(server.port)/postgres?sslmode=require", "SSL"),
            ("postgresql://tester:secret@127.0.0.1:port/postgres", "invalid integer value \"port\""),
        ]
        for (address, part) in wrong {
            let error = await #expect(throws: PostgresError.self) {
                _ = try await PostgresSession.connect(PostgresSettings(address))
            }
            #expect(error?.code == .connecting)
            #expect(error?.message.contains(part) ?? false, "\(error?.message ?? "")")
            #expect(!(error?.message.contains("secret") ?? true))
            #expect(!(error?.message.contains("\n") ?? true), "\(error?.message ?? "")")
        }
        for text in ["nonsense", "postgresql://a/b?sslmud=require", "host='x"] {
            let error = #expect(throws: PostgresError.self) { _ = try PostgresSettings(text) }
            #expect(error?.code == .settings)
            #expect(error?.message.contains("postgresql://user@host/name") ?? false)
        }
    }

    @Test("notifications come to whoever listens, and a lost session says so")
    func notifications() async throws {
        try await withPool { pool in
            let (notices, continuation) = AsyncStream.makeStream(of: Void.self)
            let session = try await pool.session()
            try await session.listen(to: "odd \"channel") { continuation.yield() }
            try await pool.query(PostgresStatement("SELECT pg_notify($1, '')::text", [.text("another")]))
            try await pool.query(PostgresStatement("SELECT pg_notify($1, '')::text", [.text("odd \"channel")]))
            var iterator = notices.makeAsyncIterator()
            _ = await iterator.next()
            async let end = session.closed()
            try await pool.query(
                PostgresStatement(
                    """
                    SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
                    WHERE query LIKE 'LISTEN%' AND datname = current_database()
                    """))
            #expect(await end.code == .disconnected)
            await #expect(throws: PostgresError.self) { try await session.query(PostgresStatement("SELECT 1")) }
        }
    }

    private func expect(_ code: PostgresError.Code, _ body: () async throws -> Void) async {
        let error = await #expect(throws: PostgresError.self) { try await body() }
        #expect(error?.code == code)
        #expect(error?.outcome == .undone)
    }
}
