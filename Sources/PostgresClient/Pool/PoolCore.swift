internal import DequeModule
internal import Logging
internal import Metrics

/// The state of a pool, confined to the thread of its loop.
final class PoolCore {
    struct Waiter {
        let statements: [PostgresStatement]
        let ticket: PoolTicket
        let timer: TimerQueue.Token
        let completion: (PostgresConnection.Answer) -> Void
    }

    /// A connection that the pool has, and since when.
    final class Member {
        let connection: PostgresConnection
        let retiresAt: ContinuousClock.Instant
        var idleTimer: TimerQueue.Token?

        init(_ connection: PostgresConnection, retiresAt: ContinuousClock.Instant) {
            self.connection = connection
            self.retiresAt = retiresAt
        }
    }

    let settings: PostgresSettings
    let limits: PostgresPoolLimits
    let loop: PollLoop
    let logger: Logger
    /// The one used last is used first, so that what is not needed grows old.
    var idle: [Member] = []
    var busy = 0
    var connecting = 0
    var waiters: Deque<Waiter> = []
    /// Failures to connect in a row, and the last one.
    var failedAttempts = 0
    var lastFailure: PostgresError?
    var retryTimer: TimerQueue.Token?
    var whenShutDown: [() -> Void] = []
    var isShutDown = false
    private let openGauge = Gauge(label: "postgres_pool_connections")
    private let waitingGauge = Gauge(label: "postgres_pool_waiting_requests")
    private let failureCounter = Counter(label: "postgres_connection_failures_total")

    init(settings: PostgresSettings, limits: PostgresPoolLimits, loop: PollLoop, logger: Logger) {
        self.settings = settings
        self.limits = limits
        self.loop = loop
        self.logger = logger
    }

    var usage: PostgresPoolUsage {
        PostgresPoolUsage(open: idle.count + busy, busy: busy, connecting: connecting, waiting: waiters.count)
    }

    /// Carries statements out on a connection, now or when one is free.
    func ask(
        _ statements: [PostgresStatement], _ ticket: PoolTicket,
        completion: @escaping (PostgresConnection.Answer) -> Void
    ) {
        if ticket.isCancelled { return completion(.failure(PoolCore.cancelled)) }
        guard !isShutDown else { return completion(.failure(PostgresError(.disconnected, "the pool is shut down"))) }
        if let member = takeIdle() { return run(statements, ticket, on: member, completion: completion) }
        guard waiters.count < limits.waiting else {
            let message = "\(waiters.count) requests wait for \(settings.place) already"
            return completion(.failure(PostgresError(.overloaded, message)))
        }
        let timer = loop.schedule(after: limits.waitTimeout) { [weak self] in self?.giveUpWaiting(ticket) }
        waiters.append(Waiter(statements: statements, ticket: ticket, timer: timer, completion: completion))
        connectIfNeeded()
        report()
    }

    /// Ends a request whose task was cancelled, as far as that can still be done.
    func cancel(_ ticket: PoolTicket) {
        guard !ticket.isAnswered else { return }
        ticket.isCancelled = true
        if let connection = ticket.connection { return connection.cancelRequest(because: .cancelled) }
        fail(ticket, PoolCore.cancelled)
    }

    private static let cancelled = PostgresError(.cancelled, "the task was cancelled before the statement was sent")

    private func giveUpWaiting(_ ticket: PoolTicket) {
        let reason = lastFailure.map { "; \($0.message)" } ?? ""
        let message = "no connection to \(settings.place) was free within \(limits.waitTimeout)\(reason)"
        fail(ticket, PostgresError(lastFailure == nil ? .overloaded : .connecting, message))
    }

    private func fail(_ ticket: PoolTicket, _ error: PostgresError) {
        guard let index = waiters.firstIndex(where: { $0.ticket === ticket }) else { return }
        let waiter = waiters.remove(at: index)
        loop.cancel(waiter.timer)
        ticket.isAnswered = true
        waiter.completion(.failure(error))
        report()
    }

    func run(
        _ statements: [PostgresStatement], _ ticket: PoolTicket, on member: Member,
        completion: @escaping (PostgresConnection.Answer) -> Void
    ) {
        busy += 1
        ticket.connection = member.connection
        member.connection.perform(statements, timeout: settings.statementTimeout) { [self] answer in
            ticket.connection = nil
            ticket.isAnswered = true
            completion(answer)
            // After the connection has closed itself, where it does.
            loop.soon { self.giveBack(member) }
        }
    }

    func report() {
        openGauge.record(idle.count + busy)
        waitingGauge.record(waiters.count)
    }

    func noteFailure(_ error: PostgresError) {
        failedAttempts += 1
        lastFailure = error
        failureCounter.increment()
        logger.warning("cannot connect", metadata: ["error": "\(error)", "attempt": "\(failedAttempts)"])
    }
}
