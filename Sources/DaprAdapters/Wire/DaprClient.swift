/// Sends the ports' requests with what all of them carry.
struct DaprClient: Sendable {
    let transport: any DaprTransport
    let timeout: Duration

    /// The sidecar's answer; throws `DaprFailure` without one, or the caller's own error when it was interrupted.
    func send(
        _ request: DaprRequest, of component: String, timeout: Duration? = nil
    ) async throws -> DaprResponse {
        var request = request
        DaprTraceContext.current?.add(to: &request)
        do throws(DaprTransportError) {
            return try await transport.send(request, timeout: timeout ?? self.timeout)
        } catch {
            throw try DaprFailure(error, of: request, of: component)
        }
    }
}
