/// One connection for one owner: for migrations, locks of a session, and notifications.
public final class PostgresSession: Sendable {
    private let loop: PollLoop
    private let connection: Carried<PostgresConnection>
    /// Whose loop it is, which ends with it; nil for a loop of the session's own.
    private let pool: PostgresPool?

    private init(_ connection: Carried<PostgresConnection>, loop: PollLoop, pool: PostgresPool?) {
        self.connection = connection
        self.loop = loop
        self.pool = pool
    }

    deinit {
        let connection = connection
        loop.execute { connection.value.close(PostgresError(.disconnected, "the session is over")) }
        if pool == nil { loop.stop() }
    }

    /// Connects; throws `PostgresError`.
    public static func connect(_ settings: PostgresSettings) async throws(PostgresError) -> PostgresSession {
        let loop = PollLoop()
        do {
            return try await connect(settings, on: loop, of: nil)
        } catch {
            loop.stop()
            throw error
        }
    }

    static func connect(
        _ settings: PostgresSettings, on loop: PollLoop, of pool: PostgresPool?
    ) async throws(PostgresError) -> PostgresSession {
        let answer: Result<Carried<PostgresConnection>, PostgresError> = await withCheckedContinuation { continuation in
            loop.execute {
                PostgresConnecting.start(settings: settings, serverTimeout: nil, loop: loop) { answer in
                    continuation.resume(returning: answer.map { Carried(value: $0) })
                }
            }
        }
        return PostgresSession(try answer.get(), loop: loop, pool: pool)
    }

    /// Carries out one statement, waiting for ever when the timeout is nil; throws `PostgresError`.
    @discardableResult
    public func query(
        _ statement: PostgresStatement, timeout: Duration? = .seconds(10)
    ) async throws(PostgresError) -> PostgresRows {
        let results = try await ask { $0.perform([statement], timeout: timeout, completion: $1) }
        guard let rows = results.first else { throw PostgresError(.decoding, "a statement had no result") }
        return rows
    }

    /// Carries out SQL of any number of statements as one transaction; throws `PostgresError`.
    public func script(_ sql: String, timeout: Duration? = nil) async throws(PostgresError) {
        _ = try await ask { $0.perform(script: sql, timeout: timeout, completion: $1) }
    }

    /// Calls the handler for each notification on the channel from now on; throws `PostgresError`.
    ///
    /// There is one handler, which any later call replaces.
    public func listen(
        to channel: String, handler: @escaping @Sendable () -> Void
    ) async throws(PostgresError) {
        let connection = connection
        loop.execute { connection.value.onNotification = { if $0 == channel { handler() } } }
        let quoted = channel.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        try await query(PostgresStatement("LISTEN \"\(quoted)\""))
    }

    /// Returns when the connection is closed, and says why; closes it when the task is cancelled.
    public func closed() async -> PostgresError {
        let connection = connection
        let loop = loop
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.execute {
                    if let error = connection.value.closeError { return continuation.resume(returning: error) }
                    let earlier = connection.value.onClose
                    connection.value.onClose = {
                        earlier?($0)
                        continuation.resume(returning: $0)
                    }
                }
            }
        } onCancel: {
            close()
        }
    }

    /// Ends the connection; what is carried out fails.
    public func close() {
        let connection = connection
        loop.execute { connection.value.close(PostgresError(.disconnected, "the session was closed")) }
    }

    private func ask(
        _ send: @escaping @Sendable (PostgresConnection, @escaping (PostgresConnection.Answer) -> Void) -> Void
    ) async throws(PostgresError) -> [PostgresRows] {
        let connection = connection
        let loop = loop
        let answer: PostgresConnection.Answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.execute { send(connection.value) { continuation.resume(returning: $0) } }
            }
        } onCancel: {
            loop.execute { connection.value.cancelRequest(because: .cancelled) }
        }
        return try answer.get()
    }
}
