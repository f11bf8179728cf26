internal import PostgresClient
internal import Synchronization

/// One server for all the tests of a process, with a database for each test that asks.
public enum SharedPostgres {
    private static let server: Mutex<PostgresServer?> = Mutex(nil)
    private static let lastDatabase: Mutex<Int> = Mutex(0)

    /// The server, which starts when it is first asked for.
    public static func start() throws -> PostgresServer {
        try server.withLock { server in
            if let server { return server }
            let started = try PostgresServer()
            server = started
            return started
        }
    }

    /// The address of a new database, a copy of another one of the server.
    public static func makeDatabase(copying template: String = "template1") async throws -> String {
        let server = try start()
        let number = lastDatabase.withLock { last in
            last += 1
            return last
        }
        let session = try await PostgresSession.connect(PostgresSettings(server.address()))
        try await session.query(PostgresStatement("CREATE DATABASE test\(number) TEMPLATE \(template)"), timeout: nil)
        return server.address(database: "test\(number)")
    }
}
