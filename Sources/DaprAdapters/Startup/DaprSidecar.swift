internal import CivilTime
public import ServicePorts

/// The sidecar as a whole: whether it is there, and whether it has what the application needs.
///
/// At start wait for it, check it, register with the ports, and only then listen: it waits for the application's port,
/// and asks for subscriptions once, right after the port is open.
public struct DaprSidecar: Sendable {
    private let client: DaprClient
    private let clock: any WallClock

    /// The sidecar at the end of that transport.
    public init(transport: any DaprTransport, clock: any WallClock) {
        client = DaprClient(transport: transport, timeout: .seconds(5))
        self.clock = clock
    }

    /// Returns once the sidecar takes requests; throws `DaprStartupError` when it still does not after `patience`.
    ///
    /// It asks for outbound health, since the other kind of health waits for the application itself.
    public func waitUntilReady(patience: Duration = .seconds(60)) async throws {
        let deadline = clock.now() + patience
        var pause: Duration = .milliseconds(50)
        while true {
            let cause: String
            do {
                let request = DaprRequest(.get, "/v1.0/healthz/outbound")
                let response = try await client.send(request, of: "the sidecar")
                if response.isSuccess { return }
                cause = DaprFailure(response, to: request, of: "the sidecar").description
            } catch let failure as DaprFailure {
                cause = failure.description
            }
            guard clock.now() < deadline else {
                throw DaprStartupError(
                    "no sidecar was ready within \(patience); start one, or set DAPR_HTTP_PORT to the port of yours: "
                        + cause)
            }
            try await clock.sleep(for: pause)
            pause = min(pause * 2, .seconds(1))
        }
    }

    /// What the sidecar tells of itself; throws `DaprStartupError` when it cannot be asked.
    public func metadata() async throws -> DaprMetadata {
        let request = DaprRequest(.get, "/v1.0/metadata")
        do {
            let response = try await client.send(request, of: "the sidecar")
            let failure = DaprFailure(response, to: request, of: "the sidecar")
            guard response.isSuccess else { throw DaprStartupError(failure.description) }
            return try JSONCodec.decode(DaprMetadata.self, from: response.body)
        } catch let failure as DaprFailure {
            throw DaprStartupError(failure.description)
        } catch let error as DecodingError {
            throw DaprStartupError("the sidecar's metadata cannot be read: \(error)")
        }
    }

    /// Throws `DaprStartupError`, with everything that is missing in one line, unless the sidecar has all of it.
    @discardableResult
    public func require(_ needs: [DaprNeed]) async throws -> DaprMetadata {
        let metadata = try await metadata()
        let complaints = needs.compactMap(metadata.complaint)
        guard complaints.isEmpty else {
            let version = metadata.runtimeVersion.map { " (Dapr \($0))" } ?? ""
            throw DaprStartupError(
                "the sidecar of application '\(metadata.id)'\(version): " + complaints.joined(separator: "; "))
        }
        return metadata
    }

    /// Throws `DaprStartupError` unless the sidecar takes requests and brings the application what it subscribed to.
    ///
    /// It is for readiness probes. An application whose clients rely on each event must not take any before.
    public func checkReadiness(for callbacks: DaprCallbacks) async throws {
        let request = DaprRequest(.get, "/v1.0/healthz")
        do {
            let response = try await client.send(request, of: "the sidecar")
            let failure = DaprFailure(response, to: request, of: "the sidecar")
            guard response.isSuccess else { throw DaprStartupError(failure.description) }
        } catch let failure as DaprFailure {
            throw DaprStartupError(failure.description)
        }
        let wanted = callbacks.subscriptions
        guard !wanted.isEmpty else { return }
        let held = try await metadata().subscriptions ?? []
        let missing = wanted.filter { subscription in
            !held.contains { $0.component == subscription.component && $0.topic == subscription.topic }
        }
        guard let first = missing.first else { return }
        throw DaprStartupError(
            "the sidecar holds no subscription to topic '\(first.topic)' of '\(first.component)'; the component's"
                + " scopes must allow it, and APP_API_TOKEN must be the same for the sidecar and the application")
    }
}

/// Why an application cannot start beside its sidecar, in one line for the operator.
public struct DaprStartupError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and what would be right.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
