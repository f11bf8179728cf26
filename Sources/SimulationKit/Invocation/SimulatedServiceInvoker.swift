public import ServicePorts

/// Request and response between services over a simulated network; several replicas of a service share its calls.
public final class SimulatedServiceInvoker: @unchecked Sendable {
    /// The simulation that it belongs to.
    public let simulation: Simulation
    private var routes: [String: [ServedMethod]] = [:]
    private let balancing: SimulationRandom

    /// A network without services.
    public init(_ simulation: Simulation) {
        self.simulation = simulation
        balancing = simulation.random(StreamName.network.child("invoker"))
    }

    /// The network as one life of a node reaches it, to call and to serve.
    public func view(for environment: NodeEnvironment) -> any ServiceInvoker & ServiceHost {
        SimulatedServiceInvokerView(network: self, environment: environment)
    }

    func add(_ served: ServedMethod, at route: String) {
        // A replica that serves a method again means the new handler.
        routes[route, default: []].removeAll { $0.environment === served.environment }
        routes[route, default: []].append(served)
        served.environment.onEnd { [self] in routes[route]?.removeAll { $0 === served } }
    }

    /// A drawn live replica of the method's service.
    func replica(at route: String) -> ServedMethod? {
        guard let replicas = routes[route], !replicas.isEmpty else { return nil }
        return replicas[balancing.below(replicas.count)]
    }
}

/// One method as one replica serves it.
class ServedMethod: @unchecked Sendable {
    let environment: NodeEnvironment

    init(environment: NodeEnvironment) {
        self.environment = environment
    }

    /// Handles a request of another type or in a run that simulates the codec.
    func handle(encoded request: [UInt8]) async throws -> [UInt8] {
        preconditionFailure("a served method has a typed handler")
    }
}

/// One method with its handler.
final class TypedServedMethod<Request: Codable & Sendable, Response: Codable & Sendable>: ServedMethod,
    @unchecked Sendable
{
    let handler: @Sendable (Request) async throws -> Response

    init(environment: NodeEnvironment, handler: @escaping @Sendable (Request) async throws -> Response) {
        self.handler = handler
        super.init(environment: environment)
    }

    override func handle(encoded request: [UInt8]) async throws -> [UInt8] {
        let decoded: Request
        do {
            decoded = try JSONCodec.decode(Request.self, from: request)
        } catch {
            throw ServiceFailure(code: "invalid_request", message: "the request cannot be decoded: \(error)")
        }
        return try JSONCodec.encode(try await handler(decoded))
    }
}
