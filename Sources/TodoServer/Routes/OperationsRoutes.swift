internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// What operators and their machines ask: alive, ready, figures.
struct OperationsRoutes: Sendable {
    let registry: PrometheusRegistry
    let zones: any ZoneDatabase
    let checkReadiness: @Sendable () async throws -> Void

    func add(to router: Router<TodoRequestContext>) {
        router.resource("/healthz", [.get: health])
        router.resource("/readyz", [.get: ready])
        router.resource("/metrics", [.get: metrics])
    }

    @Sendable private func health(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        try .json(["status": "ok", "tzdata": zones.version], headers: [.cacheControl: "no-store"])
    }

    @Sendable private func ready(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        do {
            try await checkReadiness()
        } catch {
            context.logger.warning("not ready", metadata: ["error": "\(error)"])
            throw Problem(.unavailable, "the service cannot take requests now", headers: [.retryAfter: "1"])
        }
        return try .json(["status": "ready"], headers: [.cacheControl: "no-store"])
    }

    @Sendable private func metrics(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let process = ProcessMetrics.current()?.text(registry) ?? ""
        return .text(registry.text() + process, mediaType: PrometheusRegistry.mediaType)
    }
}
