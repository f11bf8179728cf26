internal import CivilTime
internal import SimulationKit

/// What the page of a run shows, as the page's script reads it.
struct TimelineData: Encodable {
    /// One line of the trace, with short names because there are many.
    struct Entry: Encodable {
        /// Microseconds since the start of the run.
        let t: Int64
        /// The life of a node concerned, such as `audit-2#1`; empty for none.
        let n: String
        /// Kind.
        let k: String
        /// Particulars.
        let x: String
    }

    let seed: String
    let command: String
    let hash: String
    let startMilliseconds: Int64
    let endMicroseconds: Int64
    let invariant: String
    let message: String
    let faults: [String]
    let entries: [Entry]

    init(_ report: SeedReport, of scenario: FullSystem) {
        seed = String(report.seed)
        command = "simulate replay --seed \(report.seed) " + scenario.arguments.joined(separator: " ")
        hash = String(report.summary.decisionHash, radix: 16)
        startMilliseconds = SimulationOptions().start.millisecondsSinceEpoch
        endMicroseconds = TimelineData.microseconds(report.virtualTime)
        invariant = report.failure?.name ?? ""
        message = report.failure?.message ?? ""
        faults = scenario.faultProfile(of: report.seed).activeFamilies.map(\.rawValue)
        entries = report.trace.map { Entry(t: $0.elapsedMicroseconds, n: $0.node, k: $0.kind, x: $0.text) }
    }

    private static func microseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
    }
}
