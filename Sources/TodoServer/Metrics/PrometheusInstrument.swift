internal import Metrics
internal import Synchronization

/// Something that is measured and can write its samples.
protocol PrometheusInstrument: AnyObject, Sendable {
    /// Sample lines of the series.
    func samples(of series: PrometheusSeries) -> String
}

/// A count that only rises.
final class PrometheusCounter: PrometheusInstrument, CounterHandler, FloatingPointCounterHandler {
    private let value = Mutex<Double>(0)

    func increment(by amount: Int64) {
        increment(by: Double(amount))
    }

    /// Adds an amount; a negative one or one that is no number is passed over, for a counter never falls.
    func increment(by amount: Double) {
        guard amount >= 0 else { return }
        value.withLock { $0 += amount }
    }

    func reset() {
        value.withLock { $0 = 0 }
    }

    func samples(of series: PrometheusSeries) -> String {
        series.line(PrometheusNumber.text(value.withLock { $0 }))
    }
}

/// A value that rises and falls.
final class PrometheusGauge: PrometheusInstrument, MeterHandler, RecorderHandler {
    private let value = Mutex<Double>(0)

    func set(_ new: Int64) { set(Double(new)) }
    func set(_ new: Double) { value.withLock { $0 = new } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ new: Int64) { set(Double(new)) }
    func record(_ new: Double) { set(new) }

    func samples(of series: PrometheusSeries) -> String {
        series.line(PrometheusNumber.text(value.withLock { $0 }))
    }
}

/// Numbers as the text format writes them.
enum PrometheusNumber {
    /// The number; whole ones without a fraction.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if let whole = Int64(exactly: value) { return String(whole) }
        return "\(value)"
    }
}
