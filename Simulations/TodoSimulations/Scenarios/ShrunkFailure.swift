internal import CivilTime
internal import SimulationKit

/// A failing run made small, and its story.
public struct ShrunkFailure: Sendable {
    /// What is left of the scenario.
    public let scenario: FullSystem
    /// The run of what is left, with its trace.
    public let report: SeedReport
    /// Commands that users sent in the run as it was found.
    public let originalCommandCount: Int
    /// Runs that it took.
    public let runs: Int

    /// Commands that are left.
    public var commandCount: Int { report.steps.count }

    /// The command that repeats what is left.
    public var replayCommand: String {
        "simulate replay --seed \(report.seed) " + scenario.arguments.joined(separator: " ")
    }

    /// The commands that are left, the faults that struck, what was committed and what broke, numbered, in order.
    public var story: [String] {
        let events = report.trace.compactMap(telling)
        let end = Timestamp(
            millisecondsSinceEpoch: report.summary.end.millisecondsSinceEpoch)
        let broken = report.failure.map { [line(end, "BROKEN: \($0.name): \(firstLine($0.message))")] } ?? []
        let lines = bounded(events) + broken
        return lines.enumerated().map { index, line in
            let number = String(index + 1)
            return String(repeating: " ", count: max(0, 3 - number.count)) + "\(number). \(line)"
        }
    }

    /// The newest events of both sorts; how many older ones were left out is said first.
    private func bounded(_ events: [(isFault: Bool, line: String)]) -> [String] {
        var faults = events.filter(\.isFault).count
        var others = events.count - faults
        let left = max(0, faults - 12) + max(0, others - 30)
        var lines = left == 0 ? [] : ["(\(left) earlier events are left out; the replay shows them)"]
        for event in events {
            if event.isFault ? faults <= 12 : others <= 30 { lines.append(event.line) }
            if event.isFault { faults -= 1 } else { others -= 1 }
        }
        return lines
    }

    private func telling(_ entry: TraceEntry) -> (isFault: Bool, line: String)? {
        let place = entry.node.isEmpty ? "" : " at \(entry.node)"
        switch entry.kind {
        case "note": return (false, line(entry.time, entry.text == "healed" ? "all faults end" : entry.text))
        case "fault": return (true, line(entry.time, "fault\(place): \(entry.text)"))
        case "crash": return (true, line(entry.time, "\(entry.node) crashes"))
        case "outage": return (true, line(entry.time, "outage \(entry.text)"))
        case "clock step": return (true, line(entry.time, "clock of \(entry.node): \(entry.text)"))
        case "dead letter", "task failed": return (true, line(entry.time, "\(entry.kind)\(place): \(entry.text)"))
        default: return nil
        }
    }

    private func line(_ time: Timestamp, _ text: String) -> String { "\(time.rfc3339)  \(text)" }

    private func firstLine(_ text: String) -> String {
        text.split(separator: "\n").first.map(String.init) ?? text
    }
}
