internal import SimulationKit
internal import TodoSimulations

/// Sums over the seeds of a run, and how they are shown.
struct RunTotals {
    private let expected: Int
    private let start = ContinuousClock.now
    private var lastShown = ContinuousClock.now
    private var seeds = 0
    private var failures = 0
    private var decisions = 0
    private var choices = ChoiceSketch()
    private var deliveries = 0
    private var faults = 0
    private var crashes = 0
    private var commits = 0
    private var acknowledged = 0
    private var checks = 0
    private var virtualSeconds: Int64 = 0

    init(expected: Int) {
        self.expected = expected
    }

    mutating func add(_ report: SeedReport) {
        seeds += 1
        failures += report.failure == nil ? 0 : 1
        decisions += report.summary.decisions
        choices.formUnion(report.summary.choices)
        deliveries += report.summary.deliveries
        faults += report.summary.faults
        crashes += report.summary.crashes
        commits += report.commits
        acknowledged += report.acknowledged
        checks += report.checks
        virtualSeconds += report.virtualTime.components.seconds
    }

    private var wallSeconds: Double { max((ContinuousClock.now - start).seconds, 0.001) }

    /// A line now and then, for whoever waits.
    mutating func showProgress() {
        guard ContinuousClock.now - lastShown > .seconds(2) else { return }
        lastShown = ContinuousClock.now
        let rate = Int(Double(seeds) / wallSeconds)
        StandardError.print("  \(seeds) of \(expected) seeds, \(rate) a second, \(faults) faults, \(failures) failed")
    }

    func printTable(of scenario: ScenarioOptions) {
        let days = Double(virtualSeconds) / 86_400
        let rows: [(String, String)] = [
            ("scenario", scenario.scenario.rawValue),
            ("seeds", "\(seeds) run, \(failures) failed"),
            ("virtual time", "\(decimal(days)) days in \(decimal(wallSeconds)) s"),
            ("virtual over wall", "\(Int(Double(virtualSeconds) / wallSeconds)) to 1"),
            ("commands", "\(acknowledged) acknowledged, \(commits) changes committed"),
            ("events", "\(deliveries) delivered"),
            ("invariants", "\(checks) conditions checked"),
            ("convergence", "within \(scenario.convergenceMinutes) virtual minutes after the faults"),
            ("faults", "\(faults) struck, \(crashes) crashes"),
            ("decisions", "\(decisions), \(Int(Double(decisions) / wallSeconds)) a second"),
            ("choices", "about \(choices.estimatedCount) distinct, of one among several that were ready"),
        ]
        for (name, value) in rows {
            print(name + String(repeating: " ", count: 20 - name.count) + value)
        }
    }

    private func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
