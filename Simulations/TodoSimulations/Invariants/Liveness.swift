internal import ServicePorts
internal import SimulationKit
internal import TodoPorts

/// After healing every queue drains, every node is up, and no event was given up.
final class Liveness: Invariant {
    static let name: InvariantName = .liveness
    static let promise = "No message waits for ever and none is given up; after healing every queue drains in time."

    func conclude(in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        for topic in [TodoTopics.taskEvents.name, TodoTopics.reminders.name, TodoTopics.taskUpdates.name] {
            let letter = system.bus.deadLetters(onTopic: topic).first
            try checks.require(
                letter == nil, letter.map { "event \($0.eventID) was given up by \($0.group): \($0.reason)" } ?? "")
        }
        let waiting = system.waiting
        try checks.require(
            waiting.isEmpty, "still not at rest when the time for it is over: \(waiting.joined(separator: "; "))")
    }
}
