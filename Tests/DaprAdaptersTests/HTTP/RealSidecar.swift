import DaprAdapters
import DaprHTTP
import Foundation
import Hummingbird
import Logging
import PortContracts
import ServicePorts
import Testing

/// A sidecar that somebody else runs: `DAPR_HTTP_ENDPOINT` says where it is, and `DAPR_TEST_APP_PORT` on which port it
/// expects its application.
///
/// It needs a state component `state`; secrets are read when `DAPR_TEST_SECRETS` tells some of
/// its component `secrets`, as `name=value,name=value`.
struct RealSidecar: Sendable {
    private static let environment = ProcessInfo.processInfo.environment

    static let isThere = environment["DAPR_HTTP_ENDPOINT"] != nil

    static let secrets: [String: String] = {
        let pairs = (environment["DAPR_TEST_SECRETS"] ?? "").split(separator: ",").map {
            $0.split(separator: "=", maxSplits: 1).map(String.init)
        }
        return Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { $1 }
    }()

    /// Its application, started once, as the sidecar asks for subscriptions only once.
    private static let started = Task { try await RealSidecar() }

    static func shared() async throws -> RealSidecar { try await started.value }

    let ports: DaprPorts
    /// The application's id.
    let appID: String

    private init() async throws {
        let endpoint = try DaprEndpoint(environment: RealSidecar.environment)
        let transport = HTTPDaprTransport(endpoint)
        let sidecar = DaprSidecar(transport: transport, clock: SystemClock())
        try await sidecar.waitUntilReady()
        appID = try await sidecar.require([.init(.state, "state")]).id
        ports = DaprPorts(
            transport: transport, callbacks: DaprCallbacks(settings: endpoint.callbackSettings), clock: SystemClock())
        let router = Router()
        router.mount(ports.callbacks)
        let port = RealSidecar.environment["DAPR_TEST_APP_PORT"].flatMap(Int.init) ?? 8080
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            logger: Logger(label: "app"))
        Task { try await application.runService(gracefulShutdownSignals: []) }
        try await eventually(on: SystemClock(), within: .seconds(60), "everything is ready") {
            try await transport.send(DaprRequest(.get, "/v1.0/healthz"), timeout: .seconds(5)).isSuccess
        }
    }
}

/// A name of a test's own, so that what earlier runs left does not count.
func newNamespace() -> String { "contract-\(SystemRandomSource().identifier())" }
