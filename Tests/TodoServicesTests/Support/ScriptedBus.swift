import ServicePorts
import Synchronization
import Testing
import TodoDomain

/// A bus without subscribers that keeps what is published, and fails where a test says so.
final class ScriptedBus: EventBus {
    /// What happens at one publish.
    enum Step: Sendable {
        /// It fails and nothing was taken.
        case fail(EventBusError.Code)
        /// So many events are taken, then the outcome is unknown.
        case takeThenFail(Int)
    }

    private struct State {
        var published: [(topic: String, identifier: String)] = []
        var updates: [TaskUpdate] = []
        var steps: [String: [Step]] = [:]
    }

    private let state = Mutex(State())

    /// Each topic that took anything, in the order of first events.
    var topicsInOrder: [String] {
        var seen: Set<String> = []
        return state.withLock(\.published).map(\.topic).filter { seen.insert($0).inserted }
    }

    func identifiers(on topic: String) -> [String] {
        state.withLock(\.published).filter { $0.topic == topic }.map(\.identifier)
    }

    /// The payloads of the updates that it took, in order.
    var updates: [TaskUpdate] { state.withLock(\.updates) }

    func onNextPublishes(to topic: String, _ steps: Step...) {
        state.withLock { $0.steps[topic] = steps }
    }

    func publish<Payload>(_ events: [CloudEvent<Payload>], to topic: Topic<Payload>) async throws {
        try state.withLock { state in
            let step = state.steps[topic.name]?.first
            if step != nil { state.steps[topic.name]?.removeFirst() }
            let taken: Int
            switch step {
            case nil: taken = events.count
            case .fail(let code): throw EventBusError(code, "scripted")
            case .takeThenFail(let count): taken = count
            }
            state.published += events.prefix(taken).map { (topic.name, $0.id) }
            state.updates += events.prefix(taken).compactMap { $0.data as? TaskUpdate }
            if step != nil { throw EventBusError(.ambiguous, "scripted") }
        }
    }

    func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) async throws -> any EventSubscription {
        Issue.record("no test set up a subscription to \(topic.name)")
        throw EventBusError(.invalid, "this bus has no subscribers")
    }
}
