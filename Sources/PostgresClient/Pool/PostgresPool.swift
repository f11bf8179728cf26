public import Logging
internal import Metrics

/// Connections that any number of tasks share: each request has one for itself as long as it takes.
public final class PostgresPool: Sendable {
    let loop: PollLoop
    let core: Carried<PoolCore>
    private let settings: PostgresSettings

    /// A pool that connects when it is first asked for something.
    public init(
        _ settings: PostgresSettings, limits: PostgresPoolLimits = .init(),
        logger: Logger = Logger(label: "postgres-pool")
    ) {
        let loop = PollLoop()
        self.loop = loop
        self.settings = settings
        core = Carried(value: PoolCore(settings: settings, limits: limits, loop: loop, logger: logger))
    }

    deinit {
        let core = core
        loop.execute { core.value.shutDown(nil) }
        loop.stop()
    }

    /// Where the database is, for messages; without the password.
    public var place: String { settings.place }

    /// Carries out one statement; throws `PostgresError`.
    @discardableResult
    public func query(_ statement: PostgresStatement) async throws(PostgresError) -> PostgresRows {
        let results = try await pipeline([statement])
        guard let rows = results.first else { throw PostgresError(.decoding, "a statement had no result") }
        return rows
    }

    /// Carries out statements in one round trip as one transaction: all or none; throws `PostgresError`.
    @discardableResult
    public func pipeline(_ statements: [PostgresStatement]) async throws(PostgresError) -> [PostgresRows] {
        guard !statements.isEmpty else { return [] }
        return try await ask(statements)
    }

    /// Reads by statements in one round trip, all at one instant; throws `PostgresError`.
    public func read(_ statements: [PostgresStatement]) async throws(PostgresError) -> [PostgresRows] {
        // A statement alone is of one instant as it is.
        guard statements.count > 1 else { return try await pipeline(statements) }
        let begin = PostgresStatement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        let results = try await ask([begin] + statements + [PostgresStatement("COMMIT")])
        return Array(results.dropFirst().dropLast())
    }

    /// Connects once, so that a database that cannot be used is told at the start; throws `PostgresError`.
    public func check() async throws(PostgresError) {
        try await query(PostgresStatement("SELECT 1"))
    }

    /// A connection of the caller's own beside the pool's; the pool stays as long as it does; throws `PostgresError`.
    public func session() async throws(PostgresError) -> PostgresSession {
        try await PostgresSession.connect(settings, on: loop, of: self)
    }

    /// Ends every connection once nothing is carried out any more; requests that come later fail.
    public func shutDown() async {
        let core = core
        let loop = loop
        await withCheckedContinuation { continuation in
            loop.execute { core.value.shutDown { continuation.resume() } }
        }
    }

    /// How the connections are used now.
    public func usage() async -> PostgresPoolUsage {
        let core = core
        let loop = loop
        return await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: core.value.usage) }
        }
    }

    private func ask(_ statements: [PostgresStatement]) async throws(PostgresError) -> [PostgresRows] {
        let ticket = PoolTicket()
        let core = core
        let loop = loop
        let answer: PostgresConnection.Answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.execute {
                    core.value.ask(statements, ticket) { continuation.resume(returning: $0) }
                }
            }
        } onCancel: {
            loop.execute { core.value.cancel(ticket) }
        }
        return try answer.get()
    }
}
