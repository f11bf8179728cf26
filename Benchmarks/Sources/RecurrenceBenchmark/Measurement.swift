/// Times of five runs of the same work.
struct Measurement {
    /// Nanoseconds that one unit of the work took, the median of the runs.
    let nanoseconds: Double

    /// Runs `work` often enough to be measured; it answers how many units it did.
    init(_ work: () -> Int) {
        let clock = ContinuousClock()
        var runs: [Double] = []
        _ = work()
        for _ in 0..<5 {
            var units = 0
            let began = clock.now
            while clock.now - began < .milliseconds(40) { units += work() }
            let (seconds, attoseconds) = (clock.now - began).components
            runs.append((Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(max(1, units)))
        }
        nanoseconds = runs.sorted()[2]
    }
}
