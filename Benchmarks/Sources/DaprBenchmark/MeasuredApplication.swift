internal import BenchmarkSupport
internal import DaprAdapters
internal import DaprHTTP
internal import Hummingbird
internal import ServicePorts

/// An application with one subscription, whose handler counts.
struct MeasuredApplication {
    static let group = "measured"

    private let topic: Topic<Measured>
    private let arrivals: Arrivals
    private let bulk: Int

    /// An application that asks for so many events at once; 0 asks for them one by one.
    init(topic: String, lap: Int, bulk: Int) {
        self.topic = Topic(topic)
        arrivals = Arrivals(lap: lap)
        self.bulk = bulk
    }

    /// Serves until the parent ends.
    func serve(at port: Int) async throws {
        let arrivals = arrivals
        var settings = DaprBusSettings()
        settings.component = DaprBusSettings.oneComponent("bus")
        if bulk > 0 { settings.bulkDelivery = .init(maximumCount: bulk) }
        let callbacks = DaprCallbacks()
        // It publishes nothing, so there is no sidecar to tell it of.
        let bus = DaprEventBus(
            transport: RecordingTransport(), callbacks: callbacks, clock: SystemClock(), settings: settings)
        _ = try await bus.subscribe(
            to: topic, as: SubscriptionOptions(group: MeasuredApplication.group)
        ) { _ in
            arrivals.note()
            return .success
        }
        let router = Router()
        router.mount(callbacks)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { _ in Parent.hear(port: port, arrivals) }, logger: silent)
        try await application.run()
    }
}
