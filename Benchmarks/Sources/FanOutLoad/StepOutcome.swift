import LoadSupport

/// What became of the events of one step.
struct StepOutcome {
    let rate: Double
    let expected: Int
    let sent: Int
    let refused: Int
    let refusal: String
    let lost: Int
    let sightings: Sightings
    let answers: Histogram
    let seconds: Double
    let userSeconds: Double
    let systemSeconds: Double

    var missing: Int { expected - sightings.received }

    /// True when nothing was missing and 99 of 100 deliveries came within a second.
    var isSustained: Bool {
        missing == 0 && refused == 0 && lost == 0 && sightings.latencies.quantile(0.99) < 1_000_000_000
    }

    /// One line of JSON.
    var line: String {
        var report = Report()
        report.add("events_per_second", rate)
        report.add("delivered_per_second", seconds > 0 ? Double(sightings.received) / seconds : 0)
        report.add("delivered", sightings.received)
        report.add("missing", missing)
        report.add("repeated", sightings.repeated)
        report.add("out_of_order", sightings.outOfOrder)
        report.add("sockets_lost", lost)
        report.add("publishes_refused", refused)
        if refused > 0 { report.add("refusal", refusal) }
        report.add("bytes_each", sightings.received > 0 ? sightings.bytes / sightings.received : 0)
        for (name, share) in [("p50_ms", 0.5), ("p99_ms", 0.99), ("p999_ms", 0.999), ("max_ms", 1)] {
            report.add(name, Double(sightings.latencies.quantile(share)) / 1e6)
        }
        report.add("publish_p99_ms", Double(answers.quantile(0.99)) / 1e6)
        report.add("server_us_per_delivery", userSeconds + systemSeconds, per: sightings.received)
        report.add("server_user_us_per_delivery", userSeconds, per: sightings.received)
        return report.line
    }
}
