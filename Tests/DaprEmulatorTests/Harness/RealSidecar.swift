import Foundation
import SidecarRules

/// A sidecar that somebody else runs: `DAPR_HTTP_ENDPOINT` says where it is, and `DAPR_TEST_APP_PORT` on which port it
/// expects its application.
enum RealSidecar {
    private static let environment = ProcessInfo.processInfo.environment

    static let endpoint = environment["DAPR_HTTP_ENDPOINT"]
    static let apiToken = environment["DAPR_API_TOKEN"]

    /// Its application, started once: the sidecar asks for subscriptions only once.
    private static let app = Task {
        let port = environment["DAPR_TEST_APP_PORT"].flatMap(Int.init) ?? 8080
        let app = try await TestApp(port: port)
        app.subscribe(RealSidecar.subscriptions)
        Task { await app.run() }
        return app
    }

    /// What the application of every portable test subscribes to.
    static let subscriptions = """
        [{"pubsubname":"bus","topic":"plain","route":"/plain"},
         {"pubsubname":"bus","topic":"routed","routes":{"rules":[
            {"match":"event.type == \\"a\\"","path":"/a"},
            {"match":"event.type.startsWith(\\"b\\")","path":"/b"}],"default":"/other"}},
         {"pubsubname":"bus","topic":"everything","routes":{"rules":[{"match":"","path":"/everything"}]}},
         {"pubsubname":"bus","topic":"raw","route":"/raw","metadata":{"rawPayload":"true"}},
         {"pubsubname":"bus","topic":"buried","route":"/buried","deadLetterTopic":"buried.dead"},
         {"pubsubname":"bus","topic":"buried.dead","route":"/dead"},
         {"pubsubname":"bus","topic":"bulk","route":"/bulk",
          "bulkSubscribe":{"enabled":true,"maxMessagesCount":3,"maxAwaitDurationMs":300}}]
        """

    /// A stage with the real sidecar, once it is ready.
    static func stage(_ endpoint: String) async throws -> Stage {
        let stage = Stage(app: try await app.value, baseURL: endpoint)
        try await eventually("the real sidecar is ready", within: .seconds(60)) {
            try await stage.outcome("GET", "/v1.0/healthz") == "204"
        }
        return stage
    }
}

/// Runs the body beside the real sidecar when there is one, and beside an emulator of its own otherwise.
func withPortableStage(_ body: @Sendable (Stage) async throws -> Void) async throws {
    if let endpoint = RealSidecar.endpoint {
        try await body(try await RealSidecar.stage(endpoint))
    } else {
        try await withStage(subscriptions: RealSidecar.subscriptions) { try await body($0) }
    }
}

/// A text of a test's own, so that what other tests or earlier runs left does not count.
func newTag() -> String { UUID().uuidString.lowercased() }
