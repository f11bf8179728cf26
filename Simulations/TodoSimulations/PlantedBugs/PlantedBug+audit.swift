internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Ways to keep a trail that cannot be trusted.
extension PlantedBug {
    static let auditBugs: [PlantedBug] = [
        PlantedBug(
            "audit-ignores-redelivery", "the audit trail takes a redelivered event as a new one",
            breaks: [.auditIsWhole],
            .with { parts in
                parts.boot = { role, ports, system in
                    try await boot(role, ports, system) { system.auditLog.appendBlindly($0) }
                }
            }),
        PlantedBug(
            "audit-dedupe-in-memory", "the audit service remembers the events that it has seen in memory only",
            breaks: [.auditIsWhole],
            .with { parts in
                parts.boot = { role, ports, system in
                    let seen = SeenEvents()
                    try await boot(role, ports, system) { event in
                        if seen.insert(event.id) { system.auditLog.appendBlindly(event) }
                    }
                }
            }),
        PlantedBug(
            "audit-acknowledges-first", "the audit service acknowledges an event before it has stored it",
            breaks: [.auditIsWhole],
            .bus(of: .audit) { bus, ports in
                let environment = ports.environment
                bus.onDelivery = { _, handle in
                    environment.spawn(named: "audit later") { _ = await handle() }
                    return .success
                }
            }),
        PlantedBug(
            "audit-entry-altered", "an entry of the trail is changed on its way to the log", breaks: [.auditIsWhole],
            .wiring(.audit) { ports in
                var log = AuditLogDecorator(base: ports.auditLog)
                log.onAppend = { entry in
                    if entry.change.kind == .taskDeleted { entry.change.actor = .service("somebody") }
                }
                ports.auditLog = log
            }),
    ]

    /// Starts a node whose audit service does that with each event, and answers success.
    private static func boot(
        _ role: SystemRole, _ ports: NodePorts, _ system: TodoSystem,
        _ take: @escaping @Sendable (CloudEvent<TaskEvent>) -> Void
    ) async throws {
        guard role == .audit else { return try await SystemBoot.start(role, ports, system) }
        _ = try await ports.bus.subscribe(
            to: TodoTopics.taskEvents, as: SubscriptionOptions(group: AuditService.serviceName)
        ) { delivery in
            take(delivery.event)
            return .success
        }
    }
}

/// Ids of events that this process has seen, confined to the simulation's thread.
private final class SeenEvents: @unchecked Sendable {
    private var ids: Set<String> = []

    func insert(_ id: String) -> Bool { ids.insert(id).inserted }
}

extension MemoryAuditLog {
    /// Appends whatever comes, numbered as it comes.
    fileprivate func appendBlindly(_ event: CloudEvent<TaskEvent>) {
        let head = currentHead(of: event.data.userID)
        var change = event.data.change
        change.sequence = head.sequence + 1
        let hash = try? AuditChain.hash(
            previousHash: head.hash, userID: event.data.userID, eventID: event.id, change: change,
            digest: SimulationDigest())
        try? appendNow(
            AuditEntry(
                userID: event.data.userID, eventID: event.id, change: change, previousHash: head.hash,
                hash: hash ?? ""))
    }
}
