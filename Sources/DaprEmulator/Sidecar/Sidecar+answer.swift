internal import NIOHTTP1
internal import SidecarRules

extension Sidecar {
    /// The answer to a request of the application.
    func answer(_ exchange: HTTPExchange, _ caller: AppCaller) async -> HTTPAnswer {
        if exchange.headLength > core.settings.headLimit {
            var answer = HTTPAnswer(
                status: 431, headers: ["content-type": "text/plain; charset=utf-8"],
                body: Array("431 Request Header Fields Too Large".utf8))
            answer.closes = true
            return answer
        }
        guard let request = exchange.sidecarRequest else { return HTTPAnswer(SidecarError.unknownRoute.response) }
        if let refusal = SidecarAccess.refusal(of: request, token: description.apiToken) { return HTTPAnswer(refusal) }
        do {
            return try await route(request, exchange, caller)
        } catch let error as SidecarError {
            return HTTPAnswer(error.response)
        } catch {
            return HTTPAnswer(SidecarError(500, "ERROR", "\(error)").response)
        }
    }

    private func route(
        _ request: SidecarRequest, _ exchange: HTTPExchange, _ caller: AppCaller
    ) async throws -> HTTPAnswer {
        if let route = SidecarRoute(request, hasStableJobs: core.settings.hasStableJobs) {
            if request.body.count > core.settings.bodyLimit, let refusal = route.refusalOfLongBody { throw refusal }
            return HTTPAnswer(try await carryOut(route, request))
        }
        return try await invoke(try SidecarInvocation(request, from: description.appID), exchange, caller)
    }

    private func carryOut(_ route: SidecarRoute, _ request: SidecarRequest) async throws -> SidecarResponse {
        switch route {
        case .publish: return try await publish(request)
        case .bulkPublish: return try await publishMany(request)
        case .state: return try await handleState(request)
        case .jobs: return try await handleJob(request)
        case .secrets: return secrets.answer(request)
        case .health: return health(request)
        case .outboundHealth: return outboundHealth
        case .metadata: return try handleMetadata(request)
        case .shutdown:
            request.headers["dapr-force-shutdown"] == "true" ? killed.open() : stopping.open()
            return .noContent
        }
    }

    private var secrets: SidecarSecrets {
        let stores = core.settings.secretStores.filter { isScoped($0.appIDs) }
        var secrets = SidecarSecrets(stores: Dictionary(stores.map { ($0.name, $0.store) }) { $1 })
        for store in stores { secrets.allowed[store.name] = store.allowedSecrets }
        return secrets
    }

    private func health(_ request: SidecarRequest) -> SidecarResponse {
        if let appID = request.query["appid"], appID != description.appID {
            return SidecarError(500, "ERR_HEALTH_APPID_NOT_MATCH", "dapr app-id does not match").response
        }
        if status.isReady { return .noContent }
        return SidecarError(500, "ERR_HEALTH_NOT_READY", "dapr is not ready: [app]").response
    }

    private var outboundHealth: SidecarResponse {
        if status.isOutboundReady { return .noContent }
        return SidecarError(500, "ERR_OUTBOUND_HEALTH_NOT_READY", "dapr outbound is not ready").response
    }
}
