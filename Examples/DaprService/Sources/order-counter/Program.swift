import DaprAdapters
import DaprHTTP
import Foundation
import Hummingbird
import Logging
import OrderCounter
import ServiceLifecycle
import ServicePorts

/// The order counter beside a Dapr sidecar.
@main
struct Program {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let logger = Logger(label: "order-counter")
        let endpoint = try DaprEndpoint(environment: environment)
        let transport = HTTPDaprTransport(endpoint)
        var failed = false
        do {
            try await run(endpoint, transport, port: Int(environment["APP_PORT"] ?? "") ?? 8080, logger)
        } catch {
            logger.error("\(error)")
            failed = true
        }
        try await transport.shutdown()
        if failed { exit(1) }
    }

    private static func run(
        _ endpoint: DaprEndpoint, _ transport: HTTPDaprTransport, port: Int, _ logger: Logger
    ) async throws {
        let clock = SystemClock()
        // First the sidecar, then what it shall know, and only then the port that it waits for.
        let sidecar = DaprSidecar(transport: transport, clock: clock)
        try await sidecar.waitUntilReady()
        try await sidecar.require([.init(.pubSub, "bus"), .init(.state, "state")])

        var settings = DaprBusSettings()
        settings.component = DaprBusSettings.oneComponent("bus")
        settings.onGivenUp = { letter in
            logger.error("event \(letter.eventID) given up after \(letter.attempts) attempts: \(letter.reason)")
        }
        let ports = DaprPorts(
            transport: transport, callbacks: DaprCallbacks(settings: endpoint.callbackSettings), clock: clock,
            bus: settings)
        let counter = OrderCounter(
            bus: ports.bus, state: ports.stateStore(DaprStateSettings(store: "state")), jobs: ports.scheduler,
            clock: clock)
        try await counter.register(with: ports.invoker)
        try await counter.schedule()

        let application = Application(
            router: router(ports.callbacks, counter), configuration: .init(address: .hostname("127.0.0.1", port: port)),
            logger: logger)
        let group = ServiceGroup(services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await group.run()
    }

    /// The sidecar's calls, and two routes of the application's own to try it out with.
    private static func router(_ callbacks: DaprCallbacks, _ counter: OrderCounter) -> Router<BasicRequestContext> {
        let router = Router()
        router.mount(callbacks)
        router.post("/orders/:customer/:cents") { request, context in
            let order = Order(
                id: SystemRandomSource().identifier(), customer: try context.parameters.require("customer"),
                cents: try context.parameters.require("cents", as: Int.self))
            try await counter.place(order)
            return "placed \(order.id)\n"
        }
        router.get("/tallies/:customer") { _, context in
            let tally = try await counter.tally(of: try context.parameters.require("customer"))
            return "\(tally.orders) orders, \(tally.cents) cents\n"
        }
        return router
    }
}
