internal import PostgresAdapters
internal import PostgresClient
internal import TaskWorkload
internal import TodoDomain

/// Creates tasks through `PostgresTaskStore` as fast as it takes them, and prints how many a second.
///
/// Arguments: the database's address, clients at once, seconds. Each client is a user of its own who creates one task
/// after the other: a snapshot, then a commit with its task, its two events and its idempotency record.
@main
enum PostgresBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let clients = Int(arguments[2]), let seconds = Int(arguments[3]) else {
            print("usage: postgres-benchmark DATABASE-URL CLIENTS SECONDS")
            return
        }
        let settings = try PostgresSettings(arguments[1], applicationName: "benchmark")
        let pool = PostgresPool(settings, limits: .init(connections: min(clients, 64)))
        let store = PostgresTaskStore(pool: pool)
        let run = try await store.reserveIdentifiers(.task, count: 1)
        let end = ContinuousClock.now + .seconds(seconds)
        let created = try await withThrowingTaskGroup { group in
            for client in 0..<clients {
                group.addTask {
                    let creating = Creating(store: store, user: UserID("bench-\(run)-\(client)"))
                    return try await creating.run { _ in ContinuousClock.now < end }
                }
            }
            var total = 0
            for try await count in group { total += count }
            return total
        }
        await pool.shutDown()
        print(created / seconds)
    }
}
