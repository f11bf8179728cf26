internal import Metrics
internal import Synchronization

/// A distribution counted into fixed buckets.
final class PrometheusHistogram: PrometheusInstrument, TimerHandler, RecorderHandler {
    private struct State {
        var counts: [UInt64]
        var sum: Double = 0
    }

    /// Upper bounds of the buckets, increasing; a last one without bound is implied.
    private let bounds: [Double]
    private let state: Mutex<State>

    /// Seconds, from half a millisecond to ten seconds.
    static let durationBounds: [Double] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]
    /// Seconds, from what nobody notices to a day: reminders wait for stores, schedulers and machines to come back.
    static let latenessBounds: [Double] = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400]

    /// The bounds, in seconds, for a timer of that full name.
    static func bounds(ofTimer name: String) -> [Double] {
        name.hasSuffix("_lateness_seconds") ? latenessBounds : durationBounds
    }

    /// Plain numbers, from one to a million.
    static let valueBounds: [Double] = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 10_000, 100_000, 1_000_000]

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard !value.isNaN else { return }
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock {
            $0.counts[index] += 1
            $0.sum += value
        }
    }

    func samples(of series: PrometheusSeries) -> String {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        var text = ""
        var cumulative: UInt64 = 0
        for (index, count) in counts.enumerated() {
            cumulative += count
            let bound = index < bounds.count ? PrometheusNumber.text(bounds[index]) : "+Inf"
            text += series.line(String(cumulative), suffix: "_bucket", adding: "le=\"\(bound)\"")
        }
        text += series.line(PrometheusNumber.text(sum), suffix: "_sum")
        return text + series.line(String(cumulative), suffix: "_count")
    }
}
