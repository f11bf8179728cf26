internal import NIOHTTP1
internal import SidecarRules

extension Sidecar {
    /// Headers that concern one connection only.
    private static let hopByHop = [
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding",
        "upgrade", "proxy-connection", "content-length", "host",
    ]

    /// Calls another application; what it answers passes unchanged.
    func invoke(
        _ invocation: SidecarInvocation, _ exchange: HTTPExchange, _ caller: AppCaller
    ) async throws -> HTTPAnswer {
        if exchange.body.count > core.settings.bodyLimit {
            throw SidecarInvocation.unreachable(invocation.appID, "stream too large")
        }
        var failures = 0
        while true {
            do throws(InvocationFailure) {
                return try await call(invocation, exchange, caller)
            } catch {
                failures += 1
                let pause = SidecarInvocation.builtInRetries.pause(afterFailure: failures, elapsed: .zero)
                guard pause != nil, !Task.isCancelled else {
                    throw SidecarInvocation.unreachable(invocation.appID, error.cause)
                }
                try? await Task.sleep(for: core.settings.invocationPause)
            }
        }
    }

    private func call(
        _ invocation: SidecarInvocation, _ exchange: HTTPExchange, _ caller: AppCaller
    ) async throws(InvocationFailure) -> HTTPAnswer {
        guard let target = core.replicas(of: invocation.appID).randomElement(), let address = target.appAddress else {
            throw InvocationFailure(cause: "no application of that id takes calls")
        }
        let uri = invocation.request.path + (exchange.query.map { "?" + $0 } ?? "")
        do {
            var answer = try await caller.send(
                exchange.method, to: address, uri, headers: headers(of: exchange, invocation, to: target),
                body: exchange.body)
            for name in Sidecar.hopByHop where name != "content-length" || exchange.method != "HEAD" {
                answer.headers.remove(name: name)
            }
            return answer
        } catch {
            throw InvocationFailure(cause: "\(error)")
        }
    }

    private func headers(
        of exchange: HTTPExchange, _ invocation: SidecarInvocation, to target: Sidecar
    ) -> HTTPHeaders {
        var headers = exchange.headers
        for name in headers[canonicalForm: "connection"] { headers.remove(name: String(name)) }
        for name in Sidecar.hopByHop + ["dapr-app-id", "dapr-api-token"] { headers.remove(name: name) }
        // Credentials that name the called application are not for it.
        if invocation.request.headers["authorization"] == nil { headers.remove(name: "authorization") }
        headers.replaceOrAdd(name: "dapr-caller-app-id", value: description.appID)
        headers.replaceOrAdd(name: "dapr-caller-namespace", value: "default")
        headers.replaceOrAdd(name: "dapr-callee-app-id", value: target.description.appID)
        let host = exchange.headers.first(name: "host") ?? "127.0.0.1"
        headers.replaceOrAdd(name: "x-forwarded-for", value: core.settings.host)
        headers.replaceOrAdd(name: "x-forwarded-host", value: host)
        headers.replaceOrAdd(name: "forwarded", value: "for=\(core.settings.host);host=\(host)")
        if !headers.contains(name: "traceparent") { headers.add(name: "traceparent", value: Sidecar.noTrace) }
        if let token = target.description.appAPIToken { headers.replaceOrAdd(name: "dapr-api-token", value: token) }
        return headers
    }
}

/// The called application could not be asked.
private struct InvocationFailure: Error {
    let cause: String
}
