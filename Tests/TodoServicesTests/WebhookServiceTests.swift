import CivilTime
import ServicePorts
import Synchronization
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Webhook service")
struct WebhookServiceTests {
    private let bench = TaskBench()
    private let store = MemoryWebhookStore()
    private let sender = ScriptedSender()
    private let service: WebhookService

    init() {
        service = WebhookService(lane: TestLane(), store: store, sender: sender, clock: bench.clock)
    }

    private func webhook(_ id: String, of user: UserID = TaskBench.sara, url: String? = nil) async throws -> Webhook {
        let webhook = Webhook(
            id: id, userID: user, settings: WebhookSettings(url: url ?? "https://\(id).example.com/"),
            secret: "whsec_\(id)", createdAt: bench.clock.now())
        try await store.create(webhook, mostPerUser: 10)
        return webhook
    }

    private func events(_ count: Int) async throws -> [Delivery<TaskEvent>] {
        for number in 1...count { try await bench.create(#"{"title": "task \#(number)"}"#) }
        return bench.outbox.taskEvents.map { Delivery(event: $0, attempt: 1) }
    }

    /// Lets the service send until the condition holds; its sleeps move the clock on.
    private func run(until condition: @escaping @Sendable () -> Bool) async {
        let running = Task { try await service.run() }
        while !condition() { await Task.yield() }
        running.cancel()
        _ = await running.result
    }

    @Test("an event is sent once, with its type, its sequence and the event as the schema has it")
    func sends() async throws {
        _ = try await webhook("a")
        let delivery = try #require(try await events(1).first)
        #expect(await service.handle(delivery) == .success)
        #expect(await service.handle(delivery) == .success)
        await run { [sender] in !sender.messages.isEmpty }
        let message = try #require(sender.messages.first)
        #expect(sender.messages.count == 1)
        #expect(message.url == "https://a.example.com/" && message.secrets == ["whsec_a"])
        #expect(message.id == delivery.event.id)
        let body = try JSONCodec.decode(SentBody.self, from: message.body)
        #expect(body.type == "task.created" && body.sequence == 1 && body.data == delivery.event.data)
        let done = try await store.deliveries(of: "a", of: TaskBench.sara, limit: 5)
        #expect(done.map(\.state) == [.delivered] && done.first?.lastAttempt?.status == 204)
    }

    @Test("the secret before the last rotation signs too, until its time is over")
    func rotation() async throws {
        var webhook = try await webhook("a")
        let now = bench.clock.now()
        webhook.formerSecret = .init(secret: "whsec_old", until: now + .seconds(60))
        #expect(webhook.secrets(at: now) == ["whsec_a", "whsec_old"])
        #expect(webhook.secrets(at: now + .seconds(60)) == ["whsec_a"])
    }

    @Test("what fails is sent again later and later, and counts until something succeeds")
    func retries() async throws {
        _ = try await webhook("a")
        sender.answers = [.failed("no connection"), .answered(status: 500), .answered(status: 302)]
        #expect(await service.handle(try #require(try await events(1).first)) == .success)
        let begin = bench.clock.now()
        await run { [sender] in sender.messages.count == 4 }
        let done = try #require(try await store.deliveries(of: "a", of: TaskBench.sara, limit: 5).first)
        #expect(done.attempts == 4 && done.state == .delivered)
        let pauses = zip(sender.messages.dropFirst(), sender.messages).map { $0.sentAt.duration(since: $1.sentAt) }
        for (pause, wanted) in zip(pauses, [5, 60, 300]) {
            #expect(pause >= .seconds(wanted) && pause < .seconds(wanted * 12 / 10 + 2), "\(pause) for \(wanted)")
        }
        #expect(sender.messages.allSatisfy { $0.id == done.id && $0.sentAt >= begin })
        let health = try await store.webhook("a", of: TaskBench.sara)?.health
        #expect(health?.failures == 0 && health?.lastSuccessAt != nil)
    }

    @Test("410 Gone switches a webhook off at once")
    func gone() async throws {
        _ = try await webhook("a")
        sender.answers = [.answered(status: 410)]
        for delivery in try await events(2) { _ = await service.handle(delivery) }
        let store = store
        await run { store.transaction { $0.webhook("a", of: TaskBench.sara)?.settings.isActive == false } }
        let webhook = try await store.webhook("a", of: TaskBench.sara)
        #expect(webhook?.health.switchedOffBecause == "the receiver answered 410 Gone")
        #expect(sender.messages.count <= 2)
    }

    @Test("a webhook that fails for five days is switched off, one that succeeds in between is not")
    func patience() throws {
        let webhook = Webhook(
            id: "a", userID: TaskBench.sara, settings: WebhookSettings(url: "https://a.example.com/"),
            secret: "whsec_", createdAt: bench.clock.now())
        let delivery = WebhookDelivery(
            id: "m", webhookID: "a", userID: TaskBench.sara, type: "task.created", body: [],
            createdAt: bench.clock.now())
        var claimed = ClaimedDelivery(delivery: delivery, webhook: webhook)
        var (now, attempts) = (bench.clock.now(), 0)
        while claimed.webhook.health.switchedOffBecause == nil, attempts < 100 {
            let attempt = WebhookDecision.attempt(
                of: claimed, answer: .failed("no connection"), now: now, limits: WebhookLimits())
            attempts += 1
            claimed.webhook.health = try #require(attempt.health)
            claimed.delivery.attempts += 1
            if claimed.webhook.health.switchedOffBecause == nil { #expect(attempt.state == .pending) }
            now = max(attempt.nextAttemptAt, claimed.webhook.health.pausedUntil)
        }
        #expect((10...14).contains(attempts), "\(attempts)")
        let tooLate = bench.clock.now() + .seconds(7 * 86_400)
        #expect(now >= bench.clock.now() + .seconds(5 * 86_400) && now < tooLate)
        let good = WebhookDecision.attempt(
            of: claimed, answer: .answered(status: 200), now: now, limits: WebhookLimits())
        #expect(good.health == WebhookHealth(lastSuccessAt: now) && good.state == .delivered)
    }

    @Test("a test is sent once and says nothing of the webhook's health")
    func test() throws {
        let webhook = Webhook(
            id: "a", userID: TaskBench.sara, settings: WebhookSettings(url: "x"), secret: "", createdAt: .epoch)
        let delivery = WebhookDelivery(
            id: "t", webhookID: "a", userID: TaskBench.sara, type: "webhook.test", body: [], isTest: true,
            createdAt: .epoch)
        let attempt = WebhookDecision.attempt(
            of: ClaimedDelivery(delivery: delivery, webhook: webhook), answer: .refused(.unresolved), now: .epoch,
            limits: WebhookLimits())
        #expect(attempt.state == .failed && attempt.health == nil)
        #expect(attempt.outcome.error == WebhookURLFault.unresolved.description)
    }

    @Test("a receiver that takes its time holds up no other")
    func slow() async throws {
        _ = try await webhook("a", url: "https://slow.example.com/")
        _ = try await webhook("b")
        sender.holdsSlowOnes = true
        for delivery in try await events(20) { #expect(await service.handle(delivery) == .success) }
        await run { [sender] in sender.messages.count { $0.url == "https://b.example.com/" } == 20 }
        // Two at once, and no more, wait for the slow one.
        #expect(sender.messages.count { $0.url == "https://slow.example.com/" } == 2)
    }

    @Test("what cannot be put down is asked for again")
    func unstored() async throws {
        let service = WebhookService(
            lane: TestLane(), store: AbsentWebhookStore(), sender: sender, clock: bench.clock)
        guard case .retry = await service.handle(try #require(try await events(1).first)) else {
            Issue.record("an event that was not put down is gone")
            return
        }
    }
}

private struct SentBody: Decodable {
    var type: String
    var timestamp: Timestamp
    var sequence: Int64
    var data: TaskEvent
}

/// Answers as it is told and notes every message.
private final class ScriptedSender: WebhookSender {
    private struct State {
        var answers: [WebhookAnswer] = []
        var messages: [WebhookMessage] = []
        var holdsSlowOnes = false
    }

    private let state = Mutex(State())

    var messages: [WebhookMessage] { state.withLock(\.messages) }
    var answers: [WebhookAnswer] {
        get { state.withLock(\.answers) }
        set { state.withLock { $0.answers = newValue } }
    }
    var holdsSlowOnes: Bool {
        get { state.withLock(\.holdsSlowOnes) }
        set { state.withLock { $0.holdsSlowOnes = newValue } }
    }

    func send(_ message: WebhookMessage) async -> WebhookAnswer {
        let (answer, isHeld) = state.withLock { state in
            state.messages.append(message)
            let isHeld = state.holdsSlowOnes && message.url.contains("slow")
            return (state.answers.isEmpty ? .answered(status: 204) : state.answers.removeFirst(), isHeld)
        }
        while isHeld, !Task.isCancelled { await Task.yield() }
        return answer
    }
}

/// A store that does not answer.
private struct AbsentWebhookStore: WebhookStore {
    private var absent: AccountStoreError { .unavailable("away") }

    func create(_ webhook: Webhook, mostPerUser: Int) async throws { throw absent }
    func webhooks(of userID: UserID) async throws -> [Webhook] { throw absent }
    func webhook(_ id: String, of userID: UserID) async throws -> Webhook? { throw absent }
    func setSettings(_ settings: WebhookSettings, of id: String, of userID: UserID) async throws -> Webhook? {
        throw absent
    }
    func rotateSecret(
        of id: String, of userID: UserID, to secret: String, formerUntil: Timestamp
    ) async throws -> Webhook? { throw absent }
    func remove(_ id: String, of userID: UserID) async throws -> Bool { throw absent }
    func enqueue(_ event: WebhookEvent, mostPending: Int, at instant: Timestamp) async throws -> Int { throw absent }
    func enqueueTest(_ delivery: WebhookDelivery) async throws -> Bool { throw absent }
    func claim(_ claim: WebhookClaim) async throws -> [ClaimedDelivery] { throw absent }
    func record(_ attempt: WebhookAttempt) async throws { throw absent }
    func deliveries(of webhookID: String, of userID: UserID, limit: Int) async throws -> [WebhookDelivery] {
        throw absent
    }
}
