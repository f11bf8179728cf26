import CivilTime
import DaprAdapters
import DaprHTTP
import Hummingbird
import Logging
import ServiceLifecycle
import ServicePorts
import Synchronization

/// The payload of the events of these tests.
struct Note: Codable, Sendable, Equatable {
    var text: String
}

typealias NoteEvent = CloudEvent<Note>

func note(_ number: Int, of user: String) -> NoteEvent {
    CloudEvent(
        id: "\(user)/\(number)", type: "com.example.note.v1", source: "/tests", time: .epoch, partitionKey: user,
        sequence: Int64(number), correlationID: "correlation", data: Note(text: "number \(number)"))
}

/// A service behind a Dapr sidecar, as far as that is seen from the sidecar; it keeps what it hears of.
final class HearingService: Sendable {
    static let topic = Topic<Note>("notes")
    static let group = "listener"

    private let events: Mutex<[NoteEvent]> = Mutex([])

    /// What the handler was given, in order.
    var heard: [NoteEvent] { events.withLock { $0 } }

    /// Identities of what it was given of a user, in order.
    func heard(of user: String) -> [String] { heard.filter { $0.partitionKey == user }.map(\.id) }

    /// Runs the body while the service listens at an address on this machine.
    static func run(
        token: String? = nil, answer: @escaping @Sendable (NoteEvent) -> Acknowledgement = { _ in .success },
        _ body: (HearingService, String) async throws -> Void
    ) async throws {
        let service = HearingService()
        let callbacks = DaprCallbacks(settings: DaprCallbackSettings(token: token))
        let bus = DaprEventBus(transport: NoSidecar(), callbacks: callbacks, clock: SystemClock())
        _ = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: group)) { delivery in
            service.events.withLock { $0.append(delivery.event) }
            return answer(delivery.event)
        }
        let router = Router()
        router.mount(callbacks)
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "service")
        logger.logLevel = .critical
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { opened.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let services = ServiceGroup(
            configuration: .init(services: [.init(service: application)], gracefulShutdownSignals: [], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await services.run() }
            for await port in ports {
                try await body(service, "http://127.0.0.1:\(port)")
                break
            }
            await services.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

/// No sidecar: these tests bring the events themselves.
private struct NoSidecar: DaprTransport {
    func send(_ request: DaprRequest, timeout: Duration) async throws(DaprTransportError) -> DaprResponse {
        throw .notSent("there is no sidecar")
    }
}
