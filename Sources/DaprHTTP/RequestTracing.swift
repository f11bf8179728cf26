internal import DaprAdapters
internal import Tracing

/// Spans of the requests to the sidecar, for programs that have bootstrapped a tracer.
enum RequestTracing {
    /// Sends the request within a span whose context it carries; without a tracer it goes as it is.
    static func traced(
        _ request: DaprRequest,
        _ send: (DaprRequest) async throws(DaprTransportError) -> DaprResponse
    ) async throws(DaprTransportError) -> DaprResponse {
        var request = request
        let span = startSpan(
            "\(request.method.rawValue) \(request.path)", context: context(of: request), ofKind: .client)
        defer { span.end() }
        InstrumentationSystem.instrument.inject(span.context, into: &request, using: HeaderInjector())
        do throws(DaprTransportError) {
            let response = try await send(request)
            span.attributes["http.response.status_code"] = response.status
            return response
        } catch {
            span.recordError(error)
            throw error
        }
    }

    /// The running task's context; in a program whose server does not trace, that of the callback being answered.
    private static func context(of request: DaprRequest) -> ServiceContext {
        if let current = ServiceContext.current { return current }
        var context = ServiceContext.topLevel
        InstrumentationSystem.instrument.extract(request, into: &context, using: HeaderExtractor())
        return context
    }
}

private struct HeaderInjector: Injector {
    func inject(_ value: String, forKey name: String, into request: inout DaprRequest) {
        request.headers[name.lowercased()] = value
    }
}

private struct HeaderExtractor: Extractor {
    func extract(key name: String, from request: DaprRequest) -> String? {
        request.headers[name.lowercased()]
    }
}
