public import NIOPosix
public import TodoPorts
public import TodoServices

/// What files in and out, secret links and the end of an account stand on.
public struct FileSurface: Sendable {
    /// Writes and reads tasks.
    public var tasks: TaskService
    /// Reads the audit trails.
    public var audit: AuditService
    /// Checks who asks.
    public var authenticator: Authenticator
    /// Keeps the secret links.
    public var feeds: any CalendarFeedStore
    /// Keeps webhooks, of which their user is told too.
    public var webhooks: any WebhookStore
    /// Knows of each user all that is stored.
    public var users: any UserRegistry
    /// Threads on which a password is checked before an account ends; nil where users sign in elsewhere.
    public var passwordThreads: NIOThreadPool?

    /// All parts.
    public init(
        tasks: TaskService, audit: AuditService, authenticator: Authenticator, feeds: any CalendarFeedStore,
        webhooks: any WebhookStore, users: any UserRegistry, passwordThreads: NIOThreadPool?
    ) {
        self.tasks = tasks
        self.audit = audit
        self.authenticator = authenticator
        self.feeds = feeds
        self.webhooks = webhooks
        self.users = users
        self.passwordThreads = passwordThreads
    }
}
