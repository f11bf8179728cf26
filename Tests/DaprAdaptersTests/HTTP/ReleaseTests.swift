import DaprAdapters
import PortContracts
import ServicePorts
import Synchronization
import Testing

/// Nothing of an application outlives its end.
@Suite("What is left of an application over HTTP", .timeLimit(.minutes(1)))
struct ReleaseTests {
    /// Held by handlers, and so by whatever holds those.
    private final class Token: Sendable {
        func note() {}
    }

    private struct Kept: ~Copyable {
        weak var pod: Pod?
        weak var token: Token?
    }

    @Test("an application that ended is freed with its ports and the handlers that it gave them")
    func application() async throws {
        let kept: Mutex<Kept> = Mutex(Kept())
        try await PodWorld.run { world in
            let pod = try await world.pod("app")
            let token = Token()
            kept.withLock { ($0.pod, $0.token) = (pod, token) }
            let (events, jobs) = (Recorder<Int64>(), Recorder<String>())
            _ = try await pod.ports.bus.subscribe(to: orders, as: SubscriptionOptions(group: "app")) { delivery in
                token.note()
                events.record(delivery.event.data.number)
                return .success
            }
            try await pod.ports.scheduler.handleTriggers(ofJobsPrefixed: "") { trigger in
                token.note()
                jobs.record(trigger.name)
                return .success
            }
            try await world.start(pod)
            try await pod.ports.bus.publish([order(1)], to: orders)
            try await pod.ports.scheduler.schedule(Job(name: "Now", dueAt: SystemClock().now(), payload: []))
            try await eventually(on: SystemClock(), "the event and the job arrived") {
                events.elements == [1] && jobs.elements == ["Now"]
            }
        }
        try await eventually(on: SystemClock(), "the application is freed") {
            kept.withLock { $0.pod == nil && $0.token == nil }
        }
    }
}
