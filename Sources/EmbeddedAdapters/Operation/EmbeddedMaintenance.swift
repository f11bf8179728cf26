internal import CivilTime
public import ServicePorts
public import TodoPorts

/// Keeps the embedded database from growing for ever: deletes from time to time what nobody needs any more.
public struct EmbeddedMaintenance: Sendable {
    private let bus: SQLiteEventBus
    private let state: SQLiteStateStore
    private let tasks: any TaskStore
    private let clock: any WallClock
    private let settings: EmbeddedMaintenanceSettings
    private let notify: @Sendable (EmbeddedNotice) -> Void

    /// Maintenance of those stores; failures go to `notify` and are tried again in the next round.
    public init(
        bus: SQLiteEventBus, state: SQLiteStateStore, tasks: any TaskStore, clock: any WallClock,
        settings: EmbeddedMaintenanceSettings = .init(),
        notify: @escaping @Sendable (EmbeddedNotice) -> Void = { _ in }
    ) {
        self.bus = bus
        self.state = state
        self.tasks = tasks
        self.clock = clock
        self.settings = settings
        self.notify = notify
    }

    /// Does a round after each interval until the task is cancelled.
    public func run() async {
        while (try? await clock.sleep(for: settings.interval)) != nil { await round() }
    }

    /// Deletes once what is due for it.
    public func round() async {
        await attempt("pruning events") { _ = try await bus.prune() }
        await attempt("pruning state") { _ = try await state.prune() }
        await attempt("pruning task history") {
            let since = clock.now().adding(milliseconds: -settings.idempotencyRetention.wholeMilliseconds)
            try await tasks.prune(
                TaskRetention(idempotencyRecordsSince: since, updatesPerUser: settings.updatesPerUser))
        }
    }

    private func attempt(_ name: String, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            notify(.storageFailed(during: name, message: "\(error)"))
        }
    }
}

/// What maintenance keeps, and how often it looks.
public struct EmbeddedMaintenanceSettings: Sendable, Equatable {
    /// Pause between rounds.
    public var interval: Duration
    /// How long a repeated command is recognised.
    public var idempotencyRetention: Duration
    /// Updates kept per user for clients that come back.
    public var updatesPerUser: Int

    /// Settings with every value given.
    public init(
        interval: Duration = .seconds(3_600), idempotencyRetention: Duration = .seconds(7 * 86_400),
        updatesPerUser: Int = 10_000
    ) {
        self.interval = interval
        self.idempotencyRetention = idempotencyRetention
        self.updatesPerUser = updatesPerUser
    }
}
