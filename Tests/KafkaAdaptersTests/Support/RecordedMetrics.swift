import Metrics
import Synchronization

/// Keeps what metrics are set to, by label and dimensions.
final class RecordedMetrics: MetricsFactory {
    private let values: Mutex<[String: Double]> = Mutex([:])

    /// The values of all metrics of that label, by their dimensions as `name=value` in order.
    func values(of label: String) -> [String: Double] {
        values.withLock { values in
            values.reduce(into: [:]) { found, entry in
                let parts = entry.key.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
                if parts[0] == label { found[String(parts[1])] = entry.value }
            }
        }
    }

    private final class Instrument: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler,
        TimerHandler
    {
        let change: @Sendable (_ value: Double, _ adds: Bool) -> Void
        init(_ change: @escaping @Sendable (Double, Bool) -> Void) { self.change = change }

        func increment(by amount: Int64) { change(Double(amount), true) }
        func increment(by amount: Double) { change(amount, true) }
        func decrement(by amount: Double) { change(-amount, true) }
        func set(_ value: Int64) { change(Double(value), false) }
        func set(_ value: Double) { change(value, false) }
        func record(_ value: Int64) { change(Double(value), false) }
        func record(_ value: Double) { change(value, false) }
        func recordNanoseconds(_ duration: Int64) { change(Double(duration), false) }
        func reset() { change(0, false) }
    }

    private func instrument(_ label: String, _ dimensions: [(String, String)]) -> Instrument {
        let key = label + "|" + dimensions.map { "\($0.0)=\($0.1)" }.joined(separator: ",")
        return Instrument { value, adds in
            self.values.withLock { $0[key] = (adds ? $0[key] ?? 0 : 0) + value }
        }
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        instrument(label, dimensions)
    }
    func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler { instrument(label, dimensions) }
    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        instrument(label, dimensions)
    }
    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        instrument(label, dimensions)
    }
    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        instrument(label, dimensions)
    }
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}
