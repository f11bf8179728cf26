internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// The REST surface of webhooks.
struct WebhookRoutes: Sendable {
    let webhooks: WebhookSurface
    let clock: any WallClock
    let random: any RandomSource

    /// The most webhooks that one user has.
    static let mostWebhooks = 10
    /// The most deliveries that are listed.
    static let mostDeliveries = 100
    /// How long the secret before a rotation signs too.
    private static let rotation: Duration = .seconds(86_400)
    /// How long a test is waited for: whoever sends may take ten seconds, and must find it first.
    private static let testPatience: Duration = .seconds(15)
    private static let testPause: Duration = .milliseconds(200)

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("webhooks", [.get: list, .post: create])
        group.resource("webhooks/:webhook_id", [.get: read, .patch: update, .delete: remove])
        group.resource("webhooks/:webhook_id/rotate-secret", [.post: rotate])
        group.resource("webhooks/:webhook_id/test", [.post: test])
        group.resource("webhooks/:webhook_id/deliveries", [.get: deliveries])
    }

    @Sendable private func list(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let all = try await webhooks.store.webhooks(of: try context.requireUser())
        return try .json(all.map { WebhookDocument(webhook: $0) })
    }

    @Sendable private func read(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        return try .json(WebhookDocument(webhook: try await webhook(context)))
    }

    @Sendable private func create(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let user = try context.requireReader()
        let input = try WebhookInput(try await request.json(), over: nil)
        try await requireAllowed(input.url)
        let webhook = Webhook(
            id: random.identifier(), userID: user, settings: input.settings, secret: WebhookSignature.secret(random),
            createdAt: clock.now())
        do {
            try await webhooks.store.create(webhook, mostPerUser: WebhookRoutes.mostWebhooks)
        } catch AccountStoreError.tooMany {
            throw Problem(
                .conflict,
                "there are \(WebhookRoutes.mostWebhooks) webhooks, as many as there may be; delete one first")
        }
        let path = "/api/\(PercentCoding.encode(user.rawValue))/webhooks/\(webhook.id)"
        return try .json(
            WebhookDocument(webhook: webhook, secret: webhook.secret), status: .created,
            headers: [.cacheControl: "no-store", .location: path])
    }

    @Sendable private func update(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let user = try context.requireReader()
        let former = try await webhook(context)
        let input = try WebhookInput(try await request.json(), over: former.settings)
        try await requireAllowed(input.url)
        guard let webhook = try await webhooks.store.setSettings(input.settings, of: former.id, of: user) else {
            throw absent(former.id)
        }
        return try .json(WebhookDocument(webhook: webhook))
    }

    @Sendable private func remove(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        try await request.expectNoInput()
        let id = context.webhookID
        guard try await webhooks.store.remove(id, of: try context.requireUser()) else { throw absent(id) }
        return Response(status: .noContent)
    }

    @Sendable private func rotate(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        try await request.expectNoInput()
        let id = context.webhookID
        let rotated = try await webhooks.store.rotateSecret(
            of: id, of: try context.requireReader(), to: WebhookSignature.secret(random),
            formerUntil: clock.now() + WebhookRoutes.rotation)
        guard let rotated else { throw absent(id) }
        return try .json(
            WebhookDocument(webhook: rotated, secret: rotated.secret), headers: [.cacheControl: "no-store"])
    }

    /// Puts a test down and waits until whoever sends has sent it.
    @Sendable private func test(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        try await request.expectNoInput()
        let webhook = try await webhook(context)
        let now = clock.now()
        let body = WebhookTestBody(timestamp: now, data: .init(webhookID: webhook.id))
        var delivery = WebhookDelivery(
            id: random.identifier(), webhookID: webhook.id, userID: webhook.userID, type: WebhookTestBody.type,
            body: try JSONCodec.encode(body), isTest: true, createdAt: now)
        guard try await webhooks.store.enqueueTest(delivery) else {
            throw Problem(.conflict, "a test is under way already; wait for it to end")
        }
        let rounds = WebhookRoutes.testPatience / WebhookRoutes.testPause
        for _ in 0..<Int(rounds) where delivery.state == .pending {
            try await clock.sleep(for: WebhookRoutes.testPause)
            let last = try await webhooks.store.deliveries(of: webhook.id, of: webhook.userID, limit: 50)
            delivery = last.first { $0.id == delivery.id } ?? delivery
        }
        return try .json(WebhookDeliveryDocument(delivery: delivery))
    }

    @Sendable private func deliveries(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request.uri.query, allowing: ["limit"])
        let limit = try parameters.integer("limit", in: 1...Int64(WebhookRoutes.mostDeliveries)) ?? 20
        let webhook = try await webhook(context)
        let last = try await webhooks.store.deliveries(of: webhook.id, of: webhook.userID, limit: Int(limit))
        return try .json(last.map { WebhookDeliveryDocument(delivery: $0) })
    }

    /// The webhook of the path; throws a `Problem` when its user has none of that id.
    private func webhook(_ context: TodoRequestContext) async throws -> Webhook {
        let id = context.webhookID
        guard let webhook = try await webhooks.store.webhook(id, of: try context.requireUser()) else {
            throw absent(id)
        }
        return webhook
    }

    private func absent(_ id: String) -> Problem { Problem(.notFound, "webhook '\(id)' does not exist") }

    /// Throws a `Problem` when nothing would be sent to the URL; nil is not looked at.
    private func requireAllowed(_ url: String?) async throws(Problem) {
        guard let url else { return }
        do throws(WebhookURLFault) {
            _ = try await WebhookURL.resolved(url, allowsPrivate: webhooks.allowsPrivate, by: webhooks.resolver)
        } catch {
            throw Problem.invalid([.init(pointer: "/url", code: "invalid", detail: error.description)])
        }
    }
}

extension TodoRequestContext {
    fileprivate var webhookID: String { parameters.get("webhook_id") ?? "" }
}
