/// What an application demands of its sidecar's calls.
public struct DaprCallbackSettings: Sendable {
    /// The sidecar's `APP_API_TOKEN`, which every call must show; nil asks for none.
    public var token: String?
    /// Path of the health probe, which shows no token; nil leaves it to the application's other routes.
    public var healthPath: String? = "/healthz"
    /// Beginning of the paths that events come to.
    public var eventPath: String = "/events"
    /// False makes the probe fail: the sidecar then stops its deliveries, jobs and invocations until it is true again.
    public var isHealthy: @Sendable () async -> Bool = { true }

    /// Gets the path of each call that showed a wrong token or none, where one is asked for.
    public var onRefused: @Sendable (_ path: String) -> Void = { _ in }

    /// Settings that ask for that token, if any.
    public init(token: String? = nil) {
        self.token = token
    }

    /// The path that a consumer group's events of a topic come to, percent-encoded.
    public func path(ofTopic topic: String, group: String) -> String {
        "\(eventPath)/\(DaprPath.encode(topic))/\(DaprPath.encode(group))"
    }

    func accepts(_ request: DaprRequest) -> Bool {
        accepts(token: request.headers[DaprCallbackSettings.tokenHeader])
    }

    /// The header that shows the token.
    public static let tokenHeader: String = "dapr-api-token"

    /// True when a call may show that token, or none.
    func accepts(token shown: String?) -> Bool {
        guard let token else { return true }
        return DaprCallbackSettings.isEqual(shown ?? "", token)
    }

    /// Compares in a time that tells nothing of where the texts differ.
    private static func isEqual(_ shown: String, _ expected: String) -> Bool {
        let (shown, expected) = (Array(shown.utf8), Array(expected.utf8))
        var difference = shown.count ^ expected.count
        for (index, byte) in expected.enumerated() {
            difference |= Int(byte ^ (index < shown.count ? shown[index] : 0))
        }
        return difference == 0
    }
}
