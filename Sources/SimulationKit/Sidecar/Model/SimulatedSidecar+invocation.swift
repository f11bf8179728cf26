internal import ServicePorts
internal import SidecarRules

extension SimulatedSidecar {
    private static func method(of appID: String) -> ServiceMethod<SidecarRequest, SidecarResponse> {
        ServiceMethod(service: appID, name: "sidecar")
    }

    /// From now on other sidecars may bring calls here.
    func takeInvocations() async throws {
        let network = backends.services.view(for: environment)
        try await network.serve(SimulatedSidecar.method(of: settings.appID)) { [app] in await app.handle($0) }
    }

    /// Calls another application and answers what it answers; tries again by itself while it is unreachable.
    func invoke(_ invocation: SidecarInvocation, _ timeout: Duration?) async throws -> SidecarResponse {
        let network = backends.services.view(for: environment)
        let deadline = simulation.elapsed + (timeout ?? .seconds(3_600))
        var failures = 0
        while true {
            let left = deadline - simulation.elapsed
            do {
                return try await network.invoke(
                    SimulatedSidecar.method(of: invocation.appID), invocation.request, timeout: left)
            } catch InvocationError.timeout {
                throw SidecarTimeout()
            } catch InvocationError.unavailable(let cause) {
                failures += 1
                // A body in chunks is gone once it was sent.
                guard invocation.request.headers["transfer-encoding"] != "chunked" else {
                    throw SidecarInvocation.unreachable(invocation.appID, cause)
                }
                let policy = SidecarInvocation.builtInRetries
                guard let pause = policy.pause(afterFailure: failures, elapsed: .zero)?.lowerBound else {
                    throw SidecarInvocation.unreachable(invocation.appID, cause)
                }
                guard pause < deadline - simulation.elapsed else { throw SidecarTimeout() }
                try await environment.pass(pause.wholeMicroseconds, "another try to invoke")
            }
        }
    }
}
