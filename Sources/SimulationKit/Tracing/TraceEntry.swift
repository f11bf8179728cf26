public import CivilTime

/// One thing that happened in a run.
public struct TraceEntry: Sendable, Equatable, CustomStringConvertible {
    /// Microseconds since the start of the run.
    public let elapsedMicroseconds: Int64
    /// The true time, cut to milliseconds.
    public let time: Timestamp
    /// The node concerned; empty for none.
    public let node: String
    /// What sort of thing, for example `deliver`.
    public let kind: String
    /// The particulars.
    public let text: String
    /// The message that travelled, as JSON and cut to a bounded length; empty for none.
    public let payload: String

    /// One readable line.
    public var description: String {
        let elapsed = String(elapsedMicroseconds / 1_000)
        let padding = String(repeating: " ", count: max(0, 10 - elapsed.utf8.count))
        return "\(padding)\(elapsed) ms  \(pad(node, 14))  \(pad(kind, 12))  \(text)"
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.utf8.count))
    }
}
