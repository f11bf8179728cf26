internal import EmbeddedAdapters
internal import ServicePorts

/// Every port on one SQLite file.
struct EmbeddedPorts {
    let bus: SQLiteEventBus
    let state: SQLiteStateStore
    let scheduler: SQLiteJobScheduler
    let invoker: LocalServiceInvoker
    let tasks: SQLiteTaskStore
    let audit: SQLiteAuditLog
    let accounts: SQLiteAccountStore
    let feeds: SQLiteCalendarFeedStore
    let users: SQLiteUserRegistry
    let access: SQLiteAccessStore
    let webhooks: SQLiteWebhookStore

    init(database: EmbeddedDatabase, clock: any WallClock, notify: @escaping @Sendable (EmbeddedNotice) -> Void) {
        bus = SQLiteEventBus(database: database, clock: clock, notify: notify)
        state = SQLiteStateStore(database: database, clock: clock)
        scheduler = SQLiteJobScheduler(database: database, clock: clock, notify: notify)
        invoker = LocalServiceInvoker(clock: clock)
        tasks = SQLiteTaskStore(database: database)
        audit = SQLiteAuditLog(database: database)
        accounts = SQLiteAccountStore(database: database)
        feeds = SQLiteCalendarFeedStore(database: database)
        users = SQLiteUserRegistry(database: database)
        access = SQLiteAccessStore(database: database)
        webhooks = SQLiteWebhookStore(database: database)
    }
}
