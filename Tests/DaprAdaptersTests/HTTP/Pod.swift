import DaprAdapters
import DaprEmulator
import DaprHTTP
import Hummingbird
import Logging
import ServiceLifecycle
import ServicePorts
import Synchronization

/// One application and its sidecar.
final class Pod: Sendable {
    let ports: DaprPorts
    private let description: SidecarDescription
    private let transport = LateTransport()
    private let group: ServiceGroup
    private let listening: AsyncStream<Int>
    private let port: Mutex<Int?> = Mutex(nil)
    private let endpoint: Mutex<SidecarEndpoint?> = Mutex(nil)

    init(_ description: SidecarDescription, _ settings: DaprBusSettings, _ callbacks: DaprCallbackSettings) {
        self.description = description
        ports = DaprPorts(
            transport: transport, callbacks: DaprCallbacks(settings: callbacks), clock: SystemClock(), bus: settings)
        let router = Router()
        router.mount(ports.callbacks)
        router.get("/own") { _, _ in "own" }
        var logger = Logger(label: "pod")
        logger.logLevel = .critical
        let (listening, opened) = AsyncStream.makeStream(of: Int.self)
        self.listening = listening
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { opened.yield($0.localAddress?.port ?? 0) }, logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: application)], gracefulShutdownSignals: [], logger: logger)
        configuration.maximumGracefulShutdownDuration = .milliseconds(500)
        group = ServiceGroup(configuration: configuration)
    }

    /// The port that the application listens on.
    var appPort: Int? { port.withLock { $0 } }

    /// The sidecar's URL, once there is one.
    var sidecarURL: String? { endpoint.withLock { $0?.baseURL } }

    func waitUntilListening() async {
        for await port in listening {
            self.port.withLock { $0 = port }
            return
        }
    }

    @discardableResult
    func addSidecar(to emulator: DaprEmulator) async throws -> SidecarEndpoint {
        var description = description
        description.appPort = appPort
        let sidecar = try await emulator.addSidecar(description)
        endpoint.withLock { $0 = sidecar }
        transport.connect(
            HTTPDaprTransport(DaprEndpoint(url: sidecar.baseURL, apiToken: description.apiToken)))
        return sidecar
    }

    /// Serves the callbacks until `shutDown`.
    func serve() async {
        try? await group.run()
    }

    /// Ends the sidecar after what it has in hand, and then the application.
    func shutDown() async throws {
        await endpoint.withLock { $0 }?.stop()
        await group.triggerGracefulShutdown()
        try await transport.shutdown()
        ports.callbacks.removeAll()
    }
}

/// The way to a sidecar that comes later than its application.
final class LateTransport: DaprTransport {
    private let transport: Mutex<HTTPDaprTransport?> = Mutex(nil)

    func connect(_ transport: HTTPDaprTransport) {
        self.transport.withLock { $0 = transport }
    }

    func send(_ request: DaprRequest, timeout: Duration) async throws(DaprTransportError) -> DaprResponse {
        guard let transport = transport.withLock({ $0 }) else { throw .notSent("there is no sidecar yet") }
        return try await transport.send(request, timeout: timeout)
    }

    func shutdown() async throws {
        try await transport.withLock { transport in
            defer { transport = nil }
            return transport
        }?.shutdown()
    }
}
