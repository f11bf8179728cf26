internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

extension PlantedBug {
    /// Each delivery becomes an entry.
    static let auditIgnoresRedelivery = PlantedBug(
        "audit-ignores-redelivery", "the audit trail takes a redelivered event as a new one", breaks: [.auditIsWhole],
        {
            var parts = SystemParts()
            parts.boot = { role, ports, system in
                guard role == .audit else { return try await SystemBoot.start(role, ports, system) }
                let log = system.auditLog
                _ = try await ports.bus.subscribe(
                    to: TodoTopics.taskEvents, as: SubscriptionOptions(group: AuditService.serviceName)
                ) { delivery in
                    log.appendBlindly(delivery.event)
                    return .success
                }
            }
            return parts
        }())

    /// A month is thirty days.
    static let thirtyDayMonths = PlantedBug(
        "thirty-day-months", "monthly tasks come again after thirty days", breaks: [.oneSuccessor],
        {
            var parts = SystemParts()
            parts.wire = { role, ports in
                if role == .recurrence { ports.invoker = ThirtyDayInvoker(base: ports.invoker) }
            }
            return parts
        }())
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

/// Moves the due date of a successor as if every month had thirty days.
private struct ThirtyDayInvoker: ServiceInvoker {
    let base: any ServiceInvoker

    func invoke<Request, Response>(
        _ method: ServiceMethod<Request, Response>, _ request: Request, timeout: Duration
    ) async throws -> Response {
        guard var spawn = request as? SpawnOccurrence else {
            return try await base.invoke(method, request, timeout: timeout)
        }
        let day = spawn.due.wall.date
        spawn.due.wall = spawn.due.wall.on(day.adding(days: 30 - CivilDate.length(ofMonth: day.month, year: day.year)))
        return try await base.invoke(method, (spawn as? Request) ?? request, timeout: timeout)
    }
}
