import Foundation
import PostgresAdapters
import PostgresClient
import PostgresTestSupport

/// Databases with the current schema.
enum Databases {
    private static let template = Template()

    /// A pool over a new one for the body, closed after it.
    static func withPool(
        limits: PostgresPoolLimits = .init(), _ body: (PostgresPool) async throws -> Void
    ) async throws {
        let pool = PostgresPool(try PostgresSettings(try await address()), limits: limits)
        do {
            try await body(pool)
        } catch {
            await pool.shutDown()
            throw error
        }
        await pool.shutDown()
    }

    /// A store over a new one for the body, with its part in handing out the outbox.
    static func withStore(_ body: @Sendable @escaping (PostgresTaskStore) async throws -> Void) async throws {
        try await withPool { pool in
            let store = PostgresTaskStore(pool: pool)
            try await withThrowingTaskGroup { group in
                group.addTask { await store.run() }
                group.addTask { try await body(store) }
                try await group.next()
                group.cancelAll()
            }
        }
    }

    /// The address of a new one.
    static func address() async throws -> String {
        try await SharedPostgres.makeDatabase(copying: try await template.name())
    }

    /// The one that the others are copies of.
    private actor Template {
        private var made: Task<String, any Error>?

        func name() async throws -> String {
            let task = made ?? Task { try await make() }
            made = task
            return try await task.value
        }

        private func make() async throws -> String {
            let address = try await SharedPostgres.makeDatabase()
            _ = try await PostgresMigrator(PostgresSettings(address)).migrate()
            return String(address.split(separator: "/").last ?? "")
        }
    }
}
