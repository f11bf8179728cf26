import CivilTime
import DaprAdapters
import Dispatch
import ServicePorts
import TodoPorts
import TodoServices

/// What the sidecars of the subscribers are told, by application.
enum Subscriptions {
    static func made() async throws -> [String: [DaprSubscription]] {
        var made: [String: [DaprSubscription]] = [:]
        made[NotificationService.serviceName] = try await told { ports, lane in
            _ = try await NotificationService(
                lane: lane, scheduler: ports.scheduler, invoker: ports.invoker, clock: SystemClock()
            ).start(on: ports.bus)
            _ = try await WebhookService(
                lane: lane, store: MemoryWebhookStore(), sender: NoReceiver(), clock: SystemClock()
            ).start(on: ports.bus)
        }
        made[RecurrenceService.serviceName] = try await told { ports, lane in
            _ = try await RecurrenceService(
                lane: lane, scheduler: ports.scheduler, invoker: ports.invoker, zones: MemoryZoneDatabase([])
            ).start(on: ports.bus)
        }
        made[AuditService.serviceName] = try await told { ports, lane in
            _ = try await AuditService(lane: lane, log: MemoryAuditLog(), digest: NoDigest()).start(on: ports.bus)
        }
        made[RealtimeService.serviceName] = try await told { ports, lane in
            _ = try await RealtimeService(
                lane: lane, replica: "0", invoker: ports.invoker, clock: SystemClock()
            ).start(on: ports.bus)
        }
        return made
    }

    private static func told(
        _ start: (DaprPorts, Lane) async throws -> Void
    ) async throws -> [DaprSubscription] {
        var settings = DaprBusSettings()
        settings.publishComponent = Application.bus
        settings.component = { $0.start == .latest ? Application.realtimeBus : Application.bus }
        let ports = DaprPorts(transport: NoSidecar(), clock: SystemClock(), bus: settings)
        try await start(ports, Lane())
        return ports.callbacks.subscriptions
    }
}

private struct NoSidecar: DaprTransport {
    func send(_ request: DaprRequest, timeout: Duration) async throws(DaprTransportError) -> DaprResponse {
        throw .notSent("there is no sidecar in this test")
    }
}

private struct NoReceiver: WebhookSender {
    func send(_ message: WebhookMessage) async -> WebhookAnswer { .failed("there is no receiver in this test") }
}

private struct NoDigest: ContentDigest {
    func digest(of bytes: [UInt8]) -> String { "" }
}

private final class Lane: SerialExecutor {
    private let queue = DispatchQueue(label: "deployment-test")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
