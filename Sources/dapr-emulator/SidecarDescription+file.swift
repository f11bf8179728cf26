internal import DaprEmulator

extension SidecarDescription {
    /// One application of a description file; throws `DescriptionError`.
    init(_ reader: DescriptionReader) throws {
        try reader.requireOnly([
            "id", "port", "host", "sidecarPort", "apiToken", "appToken", "healthCheck", "pod", "disableInitEndpoints",
        ])
        self.init(appID: try reader.required("id"), appPort: try reader.whole("port", in: 1...65_535))
        appHost = try reader.text("host") ?? appHost
        port = try reader.whole("sidecarPort", in: 0...65_535) ?? 0
        apiToken = try reader.text("apiToken")
        appAPIToken = try reader.text("appToken")
        podName = try reader.text("pod")
        disabledInitEndpoints = Set(try reader.texts("disableInitEndpoints"))
        if let check = try reader.object("healthCheck") {
            try check.requireOnly(["path", "interval", "timeout", "threshold"])
            var health = HealthCheck()
            health.path = try check.text("path") ?? health.path
            health.interval = try check.duration("interval") ?? health.interval
            health.timeout = try check.duration("timeout") ?? health.timeout
            health.threshold = try check.whole("threshold", in: 1...1_000) ?? health.threshold
            healthCheck = health
        }
    }
}
