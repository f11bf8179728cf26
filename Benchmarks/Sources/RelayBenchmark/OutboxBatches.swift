internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// The events of an outbox in the batches that a relay publishes.
struct OutboxBatches {
    private var taskEvents: [[CloudEvent<TaskEvent>]] = []
    private var taskUpdates: [[CloudEvent<TaskUpdate>]] = []

    init(_ messages: [(topic: String, event: [UInt8])]) throws {
        for start in stride(from: 0, to: messages.count, by: FullOutbox.batchSize) {
            taskEvents.append([])
            taskUpdates.append([])
            for message in messages[start..<min(start + FullOutbox.batchSize, messages.count)] {
                switch try OutboxMessage(topic: message.topic, event: message.event) {
                case .taskEvent(let event): taskEvents[taskEvents.count - 1].append(event)
                case .taskUpdate(let event): taskUpdates[taskUpdates.count - 1].append(event)
                case .reminder: break
                }
            }
        }
    }

    /// One call after the other, as one relay makes them.
    func publish(to bus: any EventBus) async throws {
        for (events, updates) in zip(taskEvents, taskUpdates) {
            try await bus.publish(events, to: TodoTopics.taskEvents)
            try await bus.publish(updates, to: TodoTopics.taskUpdates)
        }
    }
}
