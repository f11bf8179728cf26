import PostgresTestSupport
import Testing

@testable import PostgresClient

@Suite("What is left of pools and sessions", .timeLimit(.minutes(2)))
struct ReleaseTests {
    @Test("a pool that is shut down and let go of is freed with its loop")
    func pool() async throws {
        weak var loop: PollLoop?
        weak var core: PoolCore?
        do {
            let pool = PostgresPool(try PostgresSettings(try await SharedPostgres.makeDatabase()))
            (loop, core) = (pool.loop, pool.core.value)
            try await pool.check()
            await pool.shutDown()
        }
        try await wait { loop == nil && core == nil }
    }

    @Test("a pool that is let go of without a word is freed as well, and its connections are closed")
    func forgottenPool() async throws {
        let settings = try PostgresSettings(try await SharedPostgres.makeDatabase(), applicationName: "forgotten")
        weak var loop: PollLoop?
        do {
            let pool = PostgresPool(settings)
            loop = pool.loop
            try await pool.check()
        }
        try await wait { loop == nil }
        let others = PostgresStatement(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE application_name = 'forgotten' AND datname = current_database() AND pid <> pg_backend_pid()
            """)
        let session = try await PostgresSession.connect(settings)
        try await wait { try await session.query(others).first?.integer(0) == 0 }
    }

    @Test("a pool that is let go of while it connects is freed and closes the connection")
    func connectingPool() async throws {
        let server = try SilentServer()
        var settings = try PostgresSettings("postgresql://tester@127.0.0.1:\(server.port)/x")
        settings.connectTimeout = .seconds(600)
        weak var loop: PollLoop?
        do {
            let pool = PostgresPool(settings, limits: .init(waitTimeout: .milliseconds(100)))
            loop = pool.loop
            await #expect(throws: PostgresError.self) { try await pool.check() }
            try await wait { server.openPeers() == 1 }
        }
        try await wait { server.openPeers() == 0 }
        try await wait { loop == nil }
    }

    @Test("a connection that comes after its time is closed")
    func lateConnection() async throws {
        let server = try SilentServer()
        var settings = try PostgresSettings("postgresql://tester@127.0.0.1:\(server.port)/x")
        settings.connectTimeout = .zero
        for _ in 0..<50 {
            let error = await #expect(throws: PostgresError.self) {
                _ = try await PostgresSession.connect(settings)
            }
            #expect(error?.code == .connecting)
        }
        try await wait { server.openPeers() == 0 }
    }

    @Test("a session of a pool stands after the pool is let go of, and frees it at its end")
    func sessionOfPool() async throws {
        weak var loop: PollLoop?
        do {
            let session = try await session(&loop)
            #expect(try await session.query(PostgresStatement("SELECT 1::bigint")).first?.integer(0) == 1)
        }
        try await wait { loop == nil }
    }

    private func session(_ loop: inout PollLoop?) async throws -> PostgresSession {
        let pool = PostgresPool(try PostgresSettings(try await SharedPostgres.makeDatabase()))
        loop = pool.loop
        return try await pool.session()
    }
}
