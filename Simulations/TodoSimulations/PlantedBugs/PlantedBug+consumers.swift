internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Consumers that hear nothing, give up, or never end.
extension PlantedBug {
    static let consumerBugs: [PlantedBug] = [
        PlantedBug(
            "reminders-read-elsewhere", "the notification service subscribes to another topic than is published",
            breaks: [.reminderTruth],
            .bus(of: .notification) { bus, _ in bus.onTopic = { _ in "reminder-events" } }.withoutReminderSweep),
        PlantedBug(
            "reminder-fields-missing", "reminder events lack two fields that their consumer needs",
            breaks: [.reminderTruth],
            .wiring(.backend) { ports in ports.bus = OtherFieldsBus(base: ports.bus) }.withoutReminderSweep),
        PlantedBug(
            "services-share-group", "audit and recurrence are in one consumer group, so that each misses events",
            breaks: [.auditIsWhole, .oneSuccessor],
            .with { parts in
                parts.wire = { role, ports in
                    guard role == .audit || role == .recurrence else { return }
                    var bus = EventBusDecorator(base: ports.bus)
                    bus.onSubscribe = { $0.group = "task-consumers" }
                    ports.bus = bus
                }
            }),
        PlantedBug(
            "failure-taken-for-success", "the recurrence service acknowledges events that it failed to handle",
            breaks: [.oneSuccessor],
            .bus(of: .recurrence) { bus, _ in
                bus.onDelivery = { _, handle in
                    guard case .drop(let reason) = await handle() else { return .success }
                    return .drop(reason: reason)
                }
            }),
        PlantedBug(
            "dropped-at-first-failure", "the audit service gives an event up at the first failure, without a reason",
            breaks: [.auditIsWhole, .liveness],
            .bus(of: .audit) { bus, _ in
                bus.onDelivery = { _, handle in
                    let answer = await handle()
                    return answer == .success ? .success : .drop(reason: "")
                }
            }),
        PlantedBug(
            "poison-event-retried-for-ever", "an event that can never be handled is retried without a bound",
            breaks: [.oneSuccessor, .liveness],
            .bus(of: .recurrence) { bus, _ in
                bus.onSubscribe = { $0.retry.maximumAttempts = .max }
                bus.onDelivery = { event, handle in
                    isDeletion(event) ? .retry(reason: "this kind is not known") : await handle()
                }
            }),
        PlantedBug(
            "handler-never-answers", "a further consumer of changes waits for what never comes", breaks: [.liveness],
            .with { parts in
                parts.boot = { role, ports, system in
                    try await SystemBoot.start(role, ports, system)
                    guard role == .audit else { return }
                    let options = SubscriptionOptions(group: "statistics")
                    _ = try await ports.bus.subscribe(to: TodoTopics.taskEvents, as: options) { delivery in
                        if isDeletion(delivery.event) { try? await ports.clock.sleep(for: .seconds(366 * 86_400)) }
                        return .success
                    }
                }
            }),
    ]

    private static func isDeletion(_ event: any Sendable) -> Bool {
        (event as? CloudEvent<TaskEvent>)?.data.change.kind == .taskDeleted
    }
}

/// Publishes reminder events in a form that consumers do not expect.
private struct OtherFieldsBus: EventBus {
    let base: any EventBus

    func publish<Payload>(_ events: [CloudEvent<Payload>], to topic: Topic<Payload>) async throws {
        guard let reminders = events as? [CloudEvent<ReminderEvent>] else {
            return try await base.publish(events, to: topic)
        }
        try await base.publish(reminders.map(\.withOtherFields), to: Topic<OtherFields>(topic.name))
    }

    func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) async throws -> any EventSubscription {
        try await base.subscribe(to: topic, as: subscription, handler: handler)
    }
}

/// A reminder event without `title` and `due_at`.
private struct OtherFields: Codable, Sendable {
    var task_id: TaskID
    var user_id: UserID
    var remind_at: Timestamp
    var event_type: ReminderEvent.EventType
    var reminder_id: ReminderID
}

extension CloudEvent<ReminderEvent> {
    fileprivate var withOtherFields: CloudEvent<OtherFields> {
        CloudEvent<OtherFields>(
            id: id, type: type, source: source, subject: subject, time: time, partitionKey: partitionKey,
            sequence: sequence, correlationID: correlationID,
            data: OtherFields(
                task_id: data.taskID, user_id: data.userID, remind_at: data.remindAt, event_type: data.eventType,
                reminder_id: data.reminderID))
    }
}
