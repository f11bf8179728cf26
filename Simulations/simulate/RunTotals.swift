internal import SimulationKit
internal import TodoSimulations

/// Sums over the seeds of a run, and how they are shown.
struct RunTotals {
    /// Sums over the seeds of one fault profile.
    private struct ProfileTotals {
        var seeds = 0
        var failures = 0
        var faults = 0
    }

    private let expected: Int?
    private let start = ContinuousClock.now
    private var progress = ProgressLine()
    private(set) var seeds = 0
    private(set) var failures = 0
    private var equalPairs = 0
    private var unequalPairs = 0
    private var decisions = 0
    private var choices = ChoiceSketch()
    private var deliveries = 0
    private var faults = 0
    private var crashes = 0
    private var commits = 0
    private var acknowledged = 0
    private var checks = 0
    private var virtualSeconds: Int64 = 0
    private var profiles: [FaultLevel: ProfileTotals] = [:]

    /// Sums for that many seeds; nil when nobody knows how many there will be.
    init(expected: Int?) {
        self.expected = expected
    }

    mutating func add(_ outcome: SeedOutcome) {
        add(outcome.report, hasFailed: outcome.failure != nil, faults: outcome.scenario.faults)
        if outcome.disagreement != nil { unequalPairs += 1 } else if outcome.isComparedTwice { equalPairs += 1 }
    }

    mutating func add(_ report: SeedReport, hasFailed: Bool? = nil, faults level: FaultLevel = .swarm) {
        let failed = hasFailed ?? (report.failure != nil) ? 1 : 0
        seeds += 1
        failures += failed
        decisions += report.summary.decisions
        choices.formUnion(report.summary.choices)
        deliveries += report.summary.deliveries
        faults += report.summary.faults
        crashes += report.summary.crashes
        commits += report.commits
        acknowledged += report.acknowledged
        checks += report.checks
        virtualSeconds += report.virtualTime.components.seconds
        profiles[level, default: ProfileTotals()].seeds += 1
        profiles[level, default: ProfileTotals()].failures += failed
        profiles[level, default: ProfileTotals()].faults += report.summary.faults
    }

    private var wallSeconds: Double { max((ContinuousClock.now - start).seconds, 0.001) }

    /// A line now and then, for whoever waits.
    mutating func showProgress() {
        let text = progressText
        progress.show { text }
    }

    /// Makes room for what is printed next.
    mutating func endProgress() {
        progress.end()
    }

    private var progressText: String {
        let of = expected.map { "of \($0) " } ?? ""
        return "\(seeds) \(of)seeds, \(decimal(Double(seeds) / wallSeconds)) a second, \(virtualYears) virtual years, "
            + "\(faults) faults, \(checks) checks, \(failures) failed"
    }

    private var virtualYears: String {
        let thousandths = Int((Double(virtualSeconds) / 31_557.6).rounded())
        let rest = String(thousandths % 1_000)
        return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }

    func printTable(of scenario: ScenarioOptions) {
        let days = Double(virtualSeconds) / 86_400
        var rows: [(String, String)] = [
            ("scenario", scenario.name.rawValue),
            ("seeds", "\(seeds) run, \(failures) failed"),
            ("determinism", determinism),
            ("virtual time", "\(decimal(days)) days (\(virtualYears) years) in \(decimal(wallSeconds)) s"),
            ("virtual over wall", "\(Int(Double(virtualSeconds) / wallSeconds)) to 1"),
            ("commands", "\(acknowledged) acknowledged, \(commits) changes committed"),
            ("events", "\(deliveries) delivered"),
            ("invariants", "\(checks) conditions checked"),
            ("convergence", "within \(scenario.fullSystem().convergenceMinutes) virtual minutes after the faults"),
            ("faults", "\(faults) struck, \(crashes) crashes"),
            ("decisions", "\(decisions), \(Int(Double(decisions) / wallSeconds)) a second"),
            ("choices", "about \(choices.estimatedCount) distinct, of one among several that were ready"),
        ]
        if profiles.count > 1 { rows += profileRows }
        for (name, value) in rows {
            print(name + String(repeating: " ", count: max(1, 20 - name.count)) + value)
        }
    }

    private var profileRows: [(String, String)] {
        FaultLevel.allCases.compactMap { level in
            profiles[level].map { totals in
                ("  \(level.rawValue)", "\(totals.seeds) seeds, \(totals.failures) failed, \(totals.faults) faults")
            }
        }
    }

    private var determinism: String {
        if unequalPairs > 0 { return "\(unequalPairs) seeds run twice made different decisions" }
        return equalPairs > 0 ? "\(equalPairs) seeds run twice with equal hashes" : "each seed run once, not compared"
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
