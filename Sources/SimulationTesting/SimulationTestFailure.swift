public import CivilTime
public import SimulationKit

/// A seed of a test that failed, as small as shrinking made it, and how to see it again.
public struct SimulationTestFailure: Error, Sendable, CustomStringConvertible {
    /// The seed.
    public internal(set) var seed: UInt64
    /// What broke: the assertion with its kind, the kind of a `SimulationFailure`, or the type of an error.
    public internal(set) var assertion: String
    /// The particulars.
    public internal(set) var message: String
    /// The true time of the failure within the run.
    public internal(set) var time: Timestamp
    /// The steps that the failure needs; empty for a test without steps.
    public internal(set) var steps: [String]
    /// How many steps the seed had before shrinking.
    public internal(set) var stepsBefore: Int
    /// The faults that the failure needs.
    public internal(set) var faults: FaultProfile
    /// How many fault families the seed had before shrinking.
    public internal(set) var familiesBefore: Int
    /// How the next ready job was chosen.
    public internal(set) var schedule: String
    /// The last events before the failure.
    public internal(set) var events: [TraceEntry]
    /// Runs that shrinking took.
    public internal(set) var shrinkingRuns: Int
    /// The command that repeats the seed.
    public internal(set) var replay: String

    /// The whole story in readable lines.
    public var description: String {
        var lines = ["seed \(seed) broke: \(assertion)", "at \(time.rfc3339): \(message)"]
        if shrinkingRuns > 0 { lines.append(shrinking) }
        lines += steps.enumerated().map { "  step \($0 + 1): \($1)" }
        let families = faults.activeFamilies.map(\.rawValue).joined(separator: ", ")
        lines += ["faults: \(families.isEmpty ? "none" : families)", "schedule: \(schedule)"]
        if !events.isEmpty { lines.append("last events:") }
        lines += events.map { entry in String(entry.description.reversed().drop { $0 == " " }.reversed()) }
        return (lines + ["replay: \(replay)"]).joined(separator: "\n")
    }

    private var shrinking: String {
        let faultsNow = faults.activeFamilies.count
        let stepsPart = stepsBefore > 0 ? "\(stepsBefore) steps to \(steps.count) and from " : ""
        return "shrunk from \(stepsPart)\(familiesBefore) kinds of fault to \(faultsNow), in \(shrinkingRuns) runs"
    }
}
