public import Metrics

/// Makes the instruments of swift-metrics in a registry: counters end in `_total`, timers are histograms of seconds.
public struct PrometheusMetricsFactory: MetricsFactory {
    private let registry: PrometheusRegistry

    /// A factory whose instruments the registry shows.
    public init(registry: PrometheusRegistry) {
        self.registry = registry
    }

    /// A counter named with the suffix `_total`.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(label, dimensions)
    }

    /// A counter named with the suffix `_total`.
    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        counter(label, dimensions)
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    /// A histogram when values are aggregated, else a gauge.
    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        guard aggregate else { return gauge(label, dimensions) }
        return registry.instrument(PrometheusSeries(label, dimensions), kind: .histogram) {
            PrometheusHistogram(bounds: PrometheusHistogram.valueBounds)
        }
    }

    /// A histogram of seconds named with the suffix `_seconds`.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let name = label.hasSuffix("_seconds") ? label : label + "_seconds"
        return registry.instrument(PrometheusSeries(name, dimensions), kind: .histogram) {
            PrometheusHistogram(bounds: PrometheusHistogram.bounds(ofTimer: name))
        }
    }

    /// Takes the counter off the registry.
    public func destroyCounter(_ handler: any CounterHandler) { registry.remove(handler) }
    /// Takes the counter off the registry.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { registry.remove(handler) }
    /// Takes the gauge off the registry.
    public func destroyMeter(_ handler: any MeterHandler) { registry.remove(handler) }
    /// Takes the recorder off the registry.
    public func destroyRecorder(_ handler: any RecorderHandler) { registry.remove(handler) }
    /// Takes the timer off the registry.
    public func destroyTimer(_ handler: any TimerHandler) { registry.remove(handler) }

    private func counter(_ label: String, _ dimensions: [(String, String)]) -> PrometheusCounter {
        let name = label.hasSuffix("_total") ? label : label + "_total"
        return registry.instrument(PrometheusSeries(name, dimensions), kind: .counter) { PrometheusCounter() }
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> PrometheusGauge {
        registry.instrument(PrometheusSeries(label, dimensions), kind: .gauge) { PrometheusGauge() }
    }
}
