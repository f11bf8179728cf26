internal import DaprAdapters
internal import SidecarRules

/// The adapters' way to a simulated sidecar.
struct SidecarTransport: DaprTransport {
    let app: SidecarApp
    let sidecar: SimulatedSidecar

    func send(_ request: DaprRequest, timeout: Duration) async throws(DaprTransportError) -> DaprResponse {
        var sent = SidecarRequest(request)
        app.tap.sent(&sent)
        do {
            var response = try await sidecar.handle(sent, timeout: timeout)
            app.tap.answered(sent, &response)
            return DaprResponse(response)
        } catch is SidecarTimeout {
            throw .timeout(timeout)
        } catch {
            // The node has crashed: what it runs must see that, not an error of the sidecar.
            throw .interrupted(error)
        }
    }
}

extension SidecarRequest {
    init(_ request: DaprRequest) {
        self.init(
            Method(rawValue: request.method.rawValue) ?? .get, request.path, query: request.query,
            headers: request.headers, body: request.body)
        if request.isUnsized { headers["transfer-encoding"] = "chunked" }
    }
}

extension DaprRequest {
    init(_ request: SidecarRequest) {
        self.init(
            Method(rawValue: request.method.rawValue) ?? .get, request.path, query: request.query,
            headers: request.headers, body: request.body)
    }
}

extension DaprResponse {
    init(_ response: SidecarResponse) {
        self.init(response.status, headers: response.headers, body: response.body)
    }
}

extension SidecarResponse {
    init(_ response: DaprResponse) {
        self.init(response.status, headers: response.headers, body: response.body)
    }
}
