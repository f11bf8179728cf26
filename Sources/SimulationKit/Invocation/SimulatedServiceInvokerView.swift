internal import ServicePorts

/// The simulated network between services as one life of a node reaches it.
final class SimulatedServiceInvokerView: ServiceInvoker, ServiceHost {
    private let network: SimulatedServiceInvoker
    private let environment: NodeEnvironment

    init(network: SimulatedServiceInvoker, environment: NodeEnvironment) {
        self.network = network
        self.environment = environment
    }

    private var simulation: Simulation { network.simulation }

    func serve<Request, Response>(
        _ method: ServiceMethod<Request, Response>, handler: @escaping @Sendable (Request) async throws -> Response
    ) async throws {
        try await environment.requireAlive()
        network.add(TypedServedMethod(environment: environment, handler: handler), at: route(method))
        await simulation.schedulingPoint()
    }

    func invoke<Request, Response>(
        _ method: ServiceMethod<Request, Response>, _ request: Request, timeout: Duration
    ) async throws -> Response {
        simulation.counters.calls += 1
        try await environment.requireAlive()
        let fate = drawFate()
        let sentAt = simulation.elapsedMicroseconds
        if environment.isSidecarStarting {
            let message = "the sidecar is not ready to call '\(method.service)'"
            try await environment.requireSidecar(orThrow: InvocationError.unavailable(message))
        }
        let reply = PendingReply<Response>(environment, timeout: timeout.wholeMicroseconds)
        // The caller may give up before a slow request arrives, which is carried out all the same.
        simulation.plan("a request to arrive", after: simulation.faults.travelTime(environment, .services)) { [self] in
            guard fate != .lostRequest, environment.isAlive || environment.requestsOutliveCrash else { return }
            arrive(method, request, sentAt: sentAt, losesReply: fate == .lostReply, reply)
        }
        return try await reply.wait(orThrow: InvocationError.timeout(service: method.service, method: method.name))
    }

    /// The request reaches the network between services: a drawn replica gets it, unless a cut is on the way.
    private func arrive<Request, Response>(
        _ method: ServiceMethod<Request, Response>, _ request: Request, sentAt: Int64, losesReply: Bool,
        _ reply: PendingReply<Response>
    ) {
        let faults = simulation.faults
        guard !faults.cuts(.requests, environment, .services) else { return }
        guard let replica = network.replica(at: route(method)) else {
            return refuse(reply, "no replica of '\(method.service)' serves '\(method.name)' now")
        }
        guard !replica.environment.isSidecarStarting else {
            return refuse(reply, "the sidecar of a replica of '\(method.service)' is not ready")
        }
        // What a node cannot hear, or say, is the same for its calls and for calls to it.
        guard !faults.cuts(from: environment, to: replica.environment) else { return }
        let isCut = faults.cuts(from: replica.environment, to: environment)
        start(method, request, sentAt: sentAt, on: replica, losesReply || isCut ? nil : reply)
    }

    private func refuse<Response>(_ reply: PendingReply<Response>, _ message: String) {
        simulation.plan("a refusal to arrive", after: simulation.faults.travelTime(environment, .services)) {
            reply.give(.failure(InvocationError.unavailable(message)))
        }
    }

    private enum Fate {
        case carriedOut, lostRequest, lostReply
    }

    private func drawFate() -> Fate {
        guard simulation.faults.strikes(.invocationFailures, at: environment) else { return .carriedOut }
        return simulation.faults.number(in: 0...1, .invocationFailures) == 0 ? .lostRequest : .lostReply
    }

    /// Runs the handler in the replica's life; its crash breaks the connection.
    private func start<Request, Response>(
        _ method: ServiceMethod<Request, Response>, _ request: Request, sentAt: Int64, on replica: ServedMethod,
        _ reply: PendingReply<Response>?
    ) {
        let travel = simulation.elapsedMicroseconds - sentAt
        simulation.traceEvent(
            "invoke", replica.environment,
            "\(method.service)/\(method.name) from \(environment.name), \(travel) µs on the way",
            payload: try JSONCodec.encode(request))
        let endAction = replica.environment.addEndAction {
            reply?.give(.failure(InvocationError.unavailable("the replica of '\(method.service)' went away")))
        }
        let usesCodec = simulation.options.usesRealCodec
        replica.environment.spawn(named: "\(method.service)/\(method.name)") { [simulation] in
            let result = await SimulatedServiceInvokerView.answer(method, request, on: replica, usesCodec: usesCodec)
            guard let reply, replica.environment.isAlive else { return }
            let travel = simulation.faults.travelTime(replica.environment, .services)
            try await replica.environment.pass(travel, "a reply to arrive")
            replica.environment.removeEndAction(endAction)
            reply.give(result)
        }
    }

    private static func answer<Request, Response>(
        _ method: ServiceMethod<Request, Response>, _ request: Request, on replica: ServedMethod, usesCodec: Bool
    ) async -> Result<Response, any Error> {
        do {
            if !usesCodec, let typed = replica as? TypedServedMethod<Request, Response> {
                return .success(try await typed.handler(request))
            }
            let bytes = try await replica.handle(encoded: try JSONCodec.encode(request))
            return .success(try JSONCodec.decode(Response.self, from: bytes))
        } catch let failure as ServiceFailure {
            return .failure(InvocationError.refused(failure))
        } catch {
            return .failure(InvocationError.unavailable("\(method.service)/\(method.name) failed: \(error)"))
        }
    }

    private func route<Request, Response>(_ method: ServiceMethod<Request, Response>) -> String {
        method.service + "/" + method.name
    }
}
