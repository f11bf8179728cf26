public import SidecarRules

/// One sidecar and the application beside it.
public struct SidecarDescription: Sendable {
    /// How the application's health is asked for.
    public struct HealthCheck: Sendable {
        /// Path of the request.
        public var path = "/healthz"
        /// Pause between requests.
        public var interval: Duration = .seconds(5)
        /// How long an answer may take.
        public var timeout: Duration = .milliseconds(500)
        /// Failures in a row after which the application counts as unhealthy.
        public var threshold = 3

        /// The defaults of the real one.
        public init() {}
    }

    /// The application's id; several sidecars of one id are replicas.
    public var appID: String
    /// Port of the application; nil for an application that only sends.
    public var appPort: Int?
    /// Address of the application.
    public var appHost = "127.0.0.1"
    /// Port of the sidecar; 0 takes a free one.
    public var port = 0
    /// Token that the sidecar shows to the application; nil for none.
    public var appAPIToken: String?
    /// Token that the application must show to the sidecar; nil for none.
    public var apiToken: String?
    /// How the application's health is asked for; nil takes it as healthy as soon as it listens.
    public var healthCheck: HealthCheck?
    /// Start-up requests that are not made: `config`, `subscribe`.
    public var disabledInitEndpoints: Set<String> = []
    /// Subscriptions besides those that the application asks for; the application's win.
    public var declaredSubscriptions: [SidecarSubscription] = []
    /// Name of the instance, for `{podName}` in consumer groups; nil is the application's id.
    public var podName: String?

    /// A sidecar of that application on a free port.
    public init(appID: String, appPort: Int? = nil) {
        self.appID = appID
        self.appPort = appPort
    }
}
