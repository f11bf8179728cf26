import DaprAdapters
import ServicePorts
import Synchronization
import Testing

@Suite("What the sidecar calls")
struct CallbackTests {
    private func status(
        _ callbacks: DaprCallbacks, _ method: DaprRequest.Method, _ path: String, token: String? = nil
    ) async -> Int {
        let headers = token.map { ["dapr-api-token": $0] } ?? [:]
        return await callbacks.respond(to: DaprRequest(method, path, headers: headers)).status
    }

    @Test("with a token every call but the health probe must show exactly it")
    func token() async {
        let callbacks = DaprCallbacks(settings: DaprCallbackSettings(token: "secret"))
        callbacks.serve("/double") { _ in DaprResponse(204) }
        for wrong in [nil, "", "secre", "secret ", "Secret", "secrets"] {
            #expect(await status(callbacks, .post, "/double", token: wrong) == 401)
            #expect(await status(callbacks, .get, "/dapr/subscribe", token: wrong) == 401)
            #expect(await status(callbacks, .post, "/job/j", token: wrong) == 401)
        }
        #expect(await status(callbacks, .post, "/double", token: "secret") == 204)
        #expect(await status(callbacks, .get, "/dapr/subscribe", token: "secret") == 200)
        #expect(await status(callbacks, .get, "/healthz") == 204)
    }

    @Test("health follows the application")
    func health() async {
        let health = Health()
        var settings = DaprCallbackSettings()
        settings.healthPath = "/alive"
        settings.isHealthy = { health.isGood.withLock { $0 } }
        let callbacks = DaprCallbacks(settings: settings)
        #expect(await status(callbacks, .get, "/alive") == 503)
        health.isGood.withLock { $0 = true }
        #expect(await status(callbacks, .get, "/alive") == 204)
        #expect(await status(callbacks, .get, "/healthz") == 404)
    }

    private final class Health: Sendable {
        let isGood: Mutex<Bool> = Mutex(false)
    }

    @Test("events and jobs without a handler are not 404, which would lose them; other paths are")
    func unknownPaths() async {
        let callbacks = DaprCallbacks()
        #expect(await status(callbacks, .post, "/events/orders/shop") == 503)
        #expect(await status(callbacks, .post, "/job/j") == 503)
        #expect(await status(callbacks, .post, "/no-such-method") == 404)
        #expect(await status(callbacks, .put, "/job/j") == 404)
        #expect(await callbacks.respond(to: DaprRequest(.get, "/dapr/config")) == .json([String: String]()))
    }

    @Test("events come to paths that begin as the settings say")
    func eventPath() async throws {
        var settings = DaprCallbackSettings()
        settings.eventPath = "/dapr/events"
        let callbacks = DaprCallbacks(settings: settings)
        let bus = DaprEventBus(transport: ScriptedTransport(204), callbacks: callbacks, clock: SteppedClock())
        _ = try await bus.subscribe(to: orders, as: SubscriptionOptions(group: "shop")) { _ in .success }
        #expect(callbacks.subscriptions.map(\.path) == ["/dapr/events/orders/shop"])
        #expect(await status(callbacks, .post, "/dapr/events/orders/other") == 503)
        #expect(await status(callbacks, .post, "/events/orders/shop") == 404)
    }

    @Test("a path is found however it was encoded on its way")
    func encodedPaths() async {
        let callbacks = DaprCallbacks()
        callbacks.serve("/a%2Fb") { _ in DaprResponse(204) }
        for path in ["/a%2Fb", "/a%2fb", "/a/b"] { #expect(await status(callbacks, .post, path) == 204) }
    }

    @Test("requests of the sidecar are known among others")
    func takes() async {
        let callbacks = DaprCallbacks()
        callbacks.serve("/double") { _ in DaprResponse(204) }
        let taken: [(DaprRequest.Method, String)] = [
            (.get, "/dapr/subscribe"), (.get, "/dapr/config"), (.get, "/healthz"), (.post, "/job/a"),
            (.post, "/events/x/y"), (.post, "/double"),
        ]
        for (method, path) in taken { #expect(callbacks.takes(method, path), "\(path)") }
        let others: [(DaprRequest.Method, String)] = [
            (.get, "/"), (.post, "/api"), (.get, "/double"), (.post, "/job/"), (.post, "/job/a/b"), (.delete, "/job/a"),
        ]
        for (method, path) in others { #expect(!callbacks.takes(method, path), "\(path)") }
    }
}
