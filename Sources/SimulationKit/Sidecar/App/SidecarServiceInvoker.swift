internal import ServicePorts
internal import SidecarRules

/// Calls between applications, spoken through their sidecars.
struct SidecarServiceInvoker: ServiceInvoker, ServiceHost {
    let link: SidecarLink
    /// What the called application answers when it refuses.
    private static let refusalStatus = 422

    func invoke<Request, Response>(
        _ method: ServiceMethod<Request, Response>, _ request: Request, timeout: Duration
    ) async throws -> Response {
        let path =
            "/v1.0/invoke/\(PercentCoding.encode(method.service))/method/\(PercentCoding.encode(method.name))"
        let sent = SidecarRequest(
            .post, path, headers: ["content-type": "application/json"], body: try JSONCodec.encode(request))
        let response: SidecarResponse
        do {
            response = try await link.send(sent, timeout: timeout)
        } catch is SidecarTimeout {
            throw InvocationError.timeout(service: method.service, method: method.name)
        }
        if response.isSuccess { return try JSONCodec.decode(Response.self, from: response.body) }
        if response.status == SidecarServiceInvoker.refusalStatus {
            throw InvocationError.refused(try JSONCodec.decode(ServiceFailure.self, from: response.body))
        }
        throw InvocationError.unavailable("\(method.service)/\(method.name) answered \(response.status)")
    }

    func serve<Request, Response>(
        _ method: ServiceMethod<Request, Response>, handler: @escaping @Sendable (Request) async throws -> Response
    ) async throws {
        link.app.serve("/" + PercentCoding.encode(method.name)) { request in
            do {
                guard let value = try? JSONCodec.decode(Request.self, from: request.body) else {
                    throw ServiceFailure(code: "invalid_request", message: "the request cannot be decoded")
                }
                return SidecarResponse(200, body: try JSONCodec.encode(try await handler(value)))
            } catch let failure as ServiceFailure {
                let body = (try? JSONCodec.encode(failure)) ?? []
                return SidecarResponse(SidecarServiceInvoker.refusalStatus, body: body)
            } catch {
                return SidecarResponse(500)
            }
        }
    }
}
