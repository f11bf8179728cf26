internal import Logging
internal import Metrics
internal import ServicePorts
internal import TodoServer

/// Logs and figures of the process.
struct Observability {
    /// What `/metrics` shows.
    let registry = PrometheusRegistry()

    /// Sets up logging and metrics for the whole process; to be made once.
    init(settings: Settings) {
        let level = Logger.Level(rawValue: settings.text(.logLevel)) ?? .info
        let clock = SystemClock()
        LoggingSystem.bootstrap { label in JSONLogHandler(label: label, level: level, clock: clock) }
        MetricsSystem.bootstrap(PrometheusMetricsFactory(registry: registry))
    }
}
