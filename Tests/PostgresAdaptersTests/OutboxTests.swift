import CivilTime
import PortContracts
import PostgresAdapters
import PostgresClient
import PostgresTestSupport
import ServicePorts
import Synchronization
import Testing
import TodoDomain
import TodoPorts

@Suite("The outbox of several processes", .timeLimit(.minutes(2)))
struct OutboxTests {
    @Test("one process hands the outbox out, and another one takes over when its sessions end")
    func takesOver() async throws {
        let address = try await Databases.address()
        let pools = try (0..<2).map { _ in PostgresPool(try PostgresSettings(address)) }
        let stores = pools.map { PostgresTaskStore(pool: $0) }
        try await withThrowingTaskGroup { group in
            for store in stores { group.addTask { await store.run() } }
            try await TaskStoreContract(store: stores[0], clock: SystemClock()).addChange(of: "first")
            let first = try await leader(of: stores)
            #expect(try await stores[1 - first].unpublished(limit: 10).entries.isEmpty)
            let admin = try await PostgresSession.connect(PostgresSettings(address))
            try await admin.query(
                PostgresStatement(
                    """
                    SELECT pg_terminate_backend(pid)::text FROM pg_locks WHERE locktype = 'advisory' AND granted
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    """))
            // Whoever it is now: the first one may be it again, or may not have noticed yet.
            _ = try await leader(of: stores)
            group.cancelAll()
        }
        for pool in pools { await pool.shutDown() }
    }

    @Test("a commit in one process wakes the one that hands the outbox out")
    func wakes() async throws {
        let address = try await Databases.address()
        let pools = try (0..<2).map { _ in PostgresPool(try PostgresSettings(address)) }
        let stores = pools.map { PostgresTaskStore(pool: $0) }
        try await withThrowingTaskGroup { group in
            for store in stores { group.addTask { await store.run() } }
            try await TaskStoreContract(store: stores[0], clock: SystemClock()).addChange(of: "first")
            let first = try await leader(of: stores)
            let batch = try await stores[first].unpublished(limit: 100)
            try await stores[first].markPublished(batch.entries.map(\.id))
            let empty = try await stores[first].unpublished(limit: 100)
            #expect(empty.entries.isEmpty)
            let user = try await TaskStoreContract(store: stores[1 - first], clock: SystemClock())
                .addChange(of: "second")
            var entries: [OutboxEntry] = []
            var version = empty.version
            while entries.isEmpty {
                try await stores[first].waitForOutbox(after: version)
                let next = try await stores[first].unpublished(limit: 100)
                (entries, version) = (next.entries, next.version)
            }
            #expect(Set(entries.map(\.userID)) == [user])
            group.cancelAll()
        }
        for pool in pools { await pool.shutDown() }
    }

    @Test("a process that waits to hand the outbox out does not keep deleted rows in the database")
    func holdsNoSnapshot() async throws {
        let address = try await Databases.address()
        let pools = try (0..<3).map { _ in PostgresPool(try PostgresSettings(address)) }
        let stores = pools.map { PostgresTaskStore(pool: $0) }
        try await withThrowingTaskGroup { group in
            for store in stores { group.addTask { await store.run() } }
            try await TaskStoreContract(store: stores[0], clock: SystemClock()).addChange(of: "first")
            _ = try await leader(of: stores)
            let admin = try await PostgresSession.connect(PostgresSettings(address))
            let others = PostgresStatement(
                """
                SELECT count(*)::text, count(backend_xmin)::text FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%advisory%'
                """)
            // An attempt that is just being made holds one for a moment, a waiting statement always.
            var free = false
            for _ in 0..<100 where !free {
                let row = try #require(try await admin.query(others).first)
                free = try row.text(0) == "3" && row.text(1) == "0"
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(free)
            group.cancelAll()
        }
        for pool in pools { await pool.shutDown() }
    }

    /// The store that was given entries, once one was.
    private func leader(of stores: [PostgresTaskStore]) async throws -> Int {
        while true {
            for (index, store) in stores.enumerated()
            where try await !store.unpublished(limit: 1).entries.isEmpty {
                return index
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
