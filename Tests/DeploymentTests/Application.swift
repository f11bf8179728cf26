import ServicePorts
import TodoPorts
import TodoServices

/// An application as the deployment knows it, and what it does through its sidecar.
struct Application: Sendable {
    let id: String
    /// What follows `todo serve`.
    let command: String
    let port: Int
    /// Topics by pub/sub component.
    var publishes: [String: [String]] = [:]
    var subscribes: [String: [String]] = [:]
    /// Methods of the backend that it calls.
    var calls: [String] = []
    var hasJobs: Bool = false
    var hasState: Bool = false
    var readsSecrets: Bool = false

    /// Publishes everything; each subscriber is one consumer group.
    static let bus = "kafka-pubsub"
    /// A consumer group for each replica.
    static let realtimeBus = "kafka-pubsub-realtime"
    static let secret = "jwt"
    static let namespace = "todo-app"

    static let all: [Application] = [
        Application(
            id: BackendMethods.serviceName, command: "backend", port: 8000,
            publishes: [
                bus: [TodoTopics.taskEvents.name, TodoTopics.reminders.name, TodoTopics.taskUpdates.name]
            ], hasState: true, readsSecrets: true),
        Application(id: "mcp-server", command: "mcp", port: 8001),
        Application(
            id: NotificationService.serviceName, command: "notification", port: 8002,
            subscribes: [bus: [TodoTopics.reminders.name, TodoTopics.taskEvents.name]],
            calls: [BackendMethods.markReminderSent.name, BackendMethods.sweepReminders.name], hasJobs: true),
        Application(
            id: RecurrenceService.serviceName, command: "recurring", port: 8003,
            subscribes: [bus: [TodoTopics.taskEvents.name]],
            calls: [
                BackendMethods.spawnOccurrence.name, BackendMethods.advanceSeries.name,
                BackendMethods.overdueSeries.name,
            ], hasJobs: true),
        Application(
            id: AuditService.serviceName, command: "audit", port: 8004,
            subscribes: [bus: [TodoTopics.taskEvents.name]]),
        Application(
            id: RealtimeService.serviceName, command: "websocket", port: 8005,
            subscribes: [realtimeBus: [TodoTopics.taskUpdates.name]],
            calls: [
                BackendMethods.updatesSince.name, BackendMethods.performCommand.name,
                BackendMethods.revocationsSince.name, BackendMethods.readToken.name,
            ], readsSecrets: true),
        Application(id: "frontend", command: "frontend", port: 3000),
    ]

    static func named(_ id: String) -> Application? {
        all.first { $0.id == id }
    }

    /// The interfaces of the sidecar that it uses; every service asks at its start whether its components are there.
    var interfaces: Set<String> {
        var names: Set = ["metadata"]
        if !publishes.isEmpty { names.insert("publish") }
        if hasState { names.insert("state") }
        if readsSecrets { names.insert("secrets") }
        if hasJobs { names.insert("jobs") }
        if !calls.isEmpty { names.insert("invoke") }
        return names
    }
}
