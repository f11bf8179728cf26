internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

extension TodoSystem {
    /// Shows an event that a sidecar published to the invariants; what is none of ours they find missing.
    func sawPublish(encoded bytes: [UInt8], on topic: String) {
        switch topic {
        case TodoTopics.taskEvents.name: sawPublish(encoded: bytes, on: TodoTopics.taskEvents)
        case TodoTopics.reminders.name: sawPublish(encoded: bytes, on: TodoTopics.reminders)
        case TodoTopics.taskUpdates.name: sawPublish(encoded: bytes, on: TodoTopics.taskUpdates)
        default: break
        }
    }

    private func sawPublish<Payload>(encoded bytes: [UInt8], on topic: Topic<Payload>) {
        guard var event = try? topic.decode(bytes) else { return }
        // The sidecar adds an empty trace to events that have none.
        if event.traceParent?.isEmpty == true { event.traceParent = nil }
        sawPublish(event, on: topic.name)
    }
}
