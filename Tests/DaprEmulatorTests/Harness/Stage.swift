import AsyncHTTPClient
import DaprEmulator
import Foundation
import NIOCore
import NIOHTTP1
import SidecarRules

/// A sidecar over HTTP, and the application beside it.
struct Stage: Sendable {
    let app: TestApp
    let baseURL: String
    private let emulated: (emulator: DaprEmulator, sidecar: SidecarEndpoint)?

    init(app: TestApp, sidecar: SidecarEndpoint, emulator: DaprEmulator) {
        self.app = app
        baseURL = sidecar.baseURL
        emulated = (emulator, sidecar)
    }

    /// A stage with a sidecar that is no emulator.
    init(app: TestApp, baseURL: String) {
        self.app = app
        self.baseURL = baseURL
        emulated = nil
    }

    /// The emulator; for tests that no other sidecar can pass.
    var emulator: DaprEmulator { required.emulator }
    /// The emulated sidecar; for tests that no other sidecar can pass.
    var sidecar: SidecarEndpoint { required.sidecar }

    private var required: (emulator: DaprEmulator, sidecar: SidecarEndpoint) {
        guard let emulated else { preconditionFailure("a portable test asks for the emulator") }
        return emulated
    }

    /// Sends a request to the sidecar.
    func send(
        _ method: String, _ path: String, _ body: String = "", headers: [String: String] = [:]
    ) async throws -> SidecarResponse {
        try await Stage.send(method, baseURL + path, Array(body.utf8), headers: headers)
    }

    /// Sends a request as the rules have it.
    func send(_ request: SidecarRequest) async throws -> SidecarResponse {
        let query = request.query.sorted { $0.key < $1.key }.map { name, value in
            "\(PercentCoding.encode(name))=\(PercentCoding.encode(value))"
        }
        let url = baseURL + request.path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        return try await Stage.send(request.method.rawValue, url, request.body, headers: request.headers)
    }

    /// Status and `errorCode` of the answer, for example `404 ERR_PUBSUB_NOT_FOUND`.
    func outcome(
        _ method: String, _ path: String, _ body: String = "", headers: [String: String] = [:]
    ) async throws -> String {
        let answer = try await send(method, path, body, headers: headers)
        let code = SidecarJSON(answer.body)?["errorCode"]?.text
        return code.map { "\(answer.status) \($0)" } ?? "\(answer.status)"
    }

    /// Publishes a JSON event and expects that it is taken.
    func publish(_ body: String, to topic: String, bus: String = "bus", query: String = "") async throws -> Int {
        let path = "/v1.0/publish/\(bus)/\(topic)\(query)"
        return try await send("POST", path, body, headers: ["content-type": "application/json"]).status
    }

    private static let client = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    static func send(
        _ method: String, _ url: String, _ body: [UInt8] = [], headers: [String: String] = [:]
    ) async throws -> SidecarResponse {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let token = RealSidecar.apiToken { request.headers.add(name: "dapr-api-token", value: token) }
        if !body.isEmpty { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await client.execute(request, timeout: .seconds(60))
        let content = try await response.body.collect(upTo: 64 << 20)
        var answer = SidecarResponse(Int(response.status.code), body: Array(content.readableBytesView))
        for (name, value) in response.headers { answer.headers[name.lowercased()] = value }
        return answer
    }
}

extension EmulatorSettings {
    /// Components that most tests need, with pauses that suit a test.
    static var forTests: EmulatorSettings {
        var bus = PubSubComponent(name: "bus")
        bus.beginsAtOldest = true
        bus.redeliveryPause = .milliseconds(50)
        var settings = EmulatorSettings(
            pubSubs: [bus], stateStores: [StateComponent(name: "state")],
            secretStores: [SecretComponent(name: "secrets", store: .file(["jwt": "s"]))])
        settings.invocationPause = .milliseconds(10)
        settings.schedulerPatience = .milliseconds(300)
        settings.commitInterval = .milliseconds(50)
        return settings
    }
}

/// Runs the body beside an emulator with one sidecar and its application, which listens once the body lets it, or at
/// once.
func withStage(
    _ settings: EmulatorSettings = .forTests, subscriptions: String = "[]", waitsUntilReady: Bool = true,
    _ change: (inout SidecarDescription) -> Void = { _ in },
    _ body: @Sendable (Stage) async throws -> Void
) async throws {
    let app = try await TestApp()
    app.subscribe(subscriptions)
    let emulator = try DaprEmulator(settings)
    var description = SidecarDescription(appID: "core", appPort: app.port)
    change(&description)
    let sidecar = try await emulator.addSidecar(description)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await app.run() }
        group.addTask { await emulator.run() }
        defer { group.cancelAll() }
        if waitsUntilReady { try await eventually("the sidecar is ready") { sidecar.isReady } }
        try await body(Stage(app: app, sidecar: sidecar, emulator: emulator))
    }
}

/// Something that did not come to pass in time.
struct NotInTime: Error, CustomStringConvertible {
    let description: String
}

/// Returns once the condition holds; throws when it takes too long.
func eventually(
    _ what: String, within limit: Duration = .seconds(60), _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw NotInTime(description: "not in time: \(what)") }
        try await Task.sleep(for: .milliseconds(5))
    }
}

extension SidecarResponse {
    var json: SidecarJSON? { SidecarJSON(body) }
    var text: String { String(decoding: body, as: UTF8.self) }
}
