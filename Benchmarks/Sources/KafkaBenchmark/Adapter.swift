import CivilTime
import KafkaAdapters
import Logging
import ServicePorts
import Synchronization

/// The payload of a measured event: about what a change of a task has.
struct Measured: Codable, Sendable {
    var number: Int
    var text = String(repeating: "todo ", count: 30)
}

/// The work through the event bus.
struct Adapter {
    let bus: KafkaEventBus

    init(_ servers: String) throws {
        let settings = KafkaSettings(
            bootstrapServers: [servers],
            timeouts: KafkaTimeouts(session: .seconds(6), heartbeat: .milliseconds(500)), statisticsInterval: nil)
        bus = try KafkaEventBus(
            settings: settings, logger: Logger(label: "kafka", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    /// Publishes the events in calls of that many, so many calls at the same time.
    func publish(
        _ events: [CloudEvent<Measured>], to topic: Topic<Measured>, perCall: Int, callers: Int
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
                group.addTask {
                    var place = caller * perCall
                    while place < events.count {
                        try await bus.publish(Array(events[place..<min(place + perCall, events.count)]), to: topic)
                        place += perCall * callers
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Handles that many events as a member of a group; the time from the first to the last.
    func consume(_ count: Int, from topic: Topic<Measured>, group: String) async throws -> Duration {
        let (ends, end) = AsyncStream<Duration>.makeStream()
        let state = Mutex((seen: 0, began: ContinuousClock.now))
        let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: group)) { _ in
            let took = state.withLock { state -> Duration? in
                if state.seen == 0 { state.began = .now }
                state.seen += 1
                return state.seen == count ? ContinuousClock.now - state.began : nil
            }
            if let took { end.yield(took) }
            return .success
        }
        for await took in ends {
            await subscription.cancel()
            return took
        }
        return .zero
    }
}
