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
        /// The message that travelled, as JSON; left out for none.
        var p: String?
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
    /// What is not on the page, in words; empty when all is.
    let leftOut: String

    init(_ report: SeedReport, of scenario: FullSystem) {
        seed = String(report.seed)
        command = "simulate replay --seed \(report.seed) " + scenario.arguments.joined(separator: " ")
        hash = String(report.summary.decisionHash, radix: 16)
        startMilliseconds = scenario.start(of: report.seed).instant.millisecondsSinceEpoch
        endMicroseconds = TimelineData.microseconds(report.virtualTime)
        invariant = report.failure?.name ?? ""
        message = report.failure?.message ?? ""
        faults = scenario.faultProfile(of: report.seed).activeFamilies.map(\.rawValue)
        (entries, leftOut) = TimelineData.bounded(report.trace, of: report.traceTotal)
    }

    /// Entries that a page holds, so that a browser draws them smoothly.
    static let entryLimit = 40_000
    /// Bytes of messages that a page holds.
    private static let payloadLimit = 6_000_000

    /// The newest entries, each with its message while there is room, and what had to be left out.
    private static func bounded(_ trace: [TraceEntry], of total: Int) -> ([Entry], String) {
        var room = payloadLimit
        var bare = 0
        var entries = trace.suffix(entryLimit).reversed().map { entry in
            var kept = Entry(t: entry.elapsedMicroseconds, n: entry.node, k: entry.kind, x: entry.text, p: nil)
            guard !entry.payload.isEmpty else { return kept }
            room -= entry.payload.utf8.count
            if room >= 0 { kept.p = entry.payload } else { bare += 1 }
            return kept
        }
        entries.reverse()
        var words: [String] = []
        if total > entries.count { words.append("the \(total - entries.count) oldest of \(total) events") }
        if bare > 0 { words.append("the payloads of the \(bare) oldest messages") }
        return (entries, words.joined(separator: " and "))
    }

    private static func microseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
    }
}
