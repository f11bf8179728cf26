internal import Logging
internal import PostgresClient
internal import Synchronization
internal import TodoDomain
internal import TodoPorts

/// Hands the outbox to one process at a time, and tells that process of new rows.
final class PostgresOutbox: Sendable {
    /// How long the rows of a process that died before it told of them may lie.
    private static let lookPause: Duration = .seconds(10)
    private let pool: PostgresPool
    private let logger: Logger
    private let gate: VersionGate = VersionGate()
    private let isLeading: Mutex<Bool> = Mutex(false)
    private let news: AsyncStream<Void>
    private let newsContinuation: AsyncStream<Void>.Continuation

    init(pool: PostgresPool, logger: Logger) {
        self.pool = pool
        self.logger = logger
        // Of many commits at once one message tells.
        (news, newsContinuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The oldest rows, none unless this process hands them out.
    func unpublished(limit: Int) async throws -> OutboxBatch {
        // Read before the rows: a commit in between is then waited for in vain once, and never missed.
        let version = gate.version
        guard isLeading.withLock({ $0 }) else { return OutboxBatch(entries: [], version: version) }
        let rows = try await pool.query(
            PostgresStatement(
                "SELECT id, user_id, topic, event FROM todo.outbox ORDER BY id LIMIT $1", [.integer(Int64(limit))]))
        let entries = try rows.map { row in
            OutboxEntry(
                id: try row.integer(0), userID: UserID(try row.text(1)),
                message: try OutboxMessage(topic: row.text(2), event: row.bytes(3)))
        }
        return OutboxBatch(entries: entries, version: version)
    }

    func wait(after version: Int64) async throws {
        try await gate.wait(after: version)
    }

    /// Tells of rows that were added here: this process at once, another one by a message.
    ///
    /// The message is not part of the commit, since a transaction with one holds up every other such to its end.
    func noteRows() {
        gate.raise()
        if !isLeading.withLock({ $0 }) { newsContinuation.yield() }
    }

    /// Takes part until the task is cancelled.
    func run() async {
        await withTaskGroup { group in
            group.addTask { await self.tell() }
            group.addTask { await self.lead() }
        }
    }

    private func tell() async {
        for await _ in news {
            do {
                try await pool.query(PostgresStatement("SELECT pg_notify($1, '')::text", [.text(Schema.outboxChannel)]))
            } catch {
                // The process that leads looks by itself from time to time.
                logger.debug("outbox message not sent", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Holds the lock whenever it can be had.
    private func lead() async {
        while !Task.isCancelled {
            do {
                let session = try await pool.session()
                try await session.listen(to: Schema.outboxChannel) { [gate] in gate.raise() }
                try await takeLock(session)
                await serve(session)
            } catch {
                logger.debug("outbox cannot be led", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .milliseconds(200) * Double.random(in: 0.5...2))
        }
    }

    /// Asks for the lock from time to time until the session has it.
    ///
    /// A statement that waits for it would hold a snapshot all the while, and for that the database would keep every
    /// row that was deleted since, in every table.
    private func takeLock(_ session: PostgresSession) async throws {
        let attempt = PostgresStatement("SELECT pg_try_advisory_lock($1)::text", [.integer(Schema.relayLock)])
        while try await session.query(attempt).first?.text(0) != "true" {
            try await Task.sleep(for: .seconds(1) * Double.random(in: 0.5...1))
        }
    }

    /// Hands the outbox out as long as the session holds its lock.
    private func serve(_ session: PostgresSession) async {
        isLeading.withLock { $0 = true }
        gate.raise()
        logger.info("this process hands out the outbox")
        await withTaskGroup { group in
            group.addTask { _ = await session.closed() }
            group.addTask { [gate] in
                while (try? await Task.sleep(for: PostgresOutbox.lookPause)) != nil { gate.raise() }
            }
            await group.next()
            group.cancelAll()
        }
        isLeading.withLock { $0 = false }
    }
}
