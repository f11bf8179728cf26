extension Simulation {
    /// True when notes are kept; for work that only a trace needs.
    public var isTracing: Bool { options.traceLevel >= .events }

    /// Writes a line to the trace; the text is not even built when tracing is off.
    @inline(__always)
    public func note(_ text: @autoclosure () -> String) {
        guard isTracing else { return }
        record(kind: "note", node: "", text())
    }

    /// The newest entries of the trace, oldest first.
    public var traceEntries: [TraceEntry] { trace.all }

    @inline(__always)
    func traceEvent(_ kind: StaticString, _ environment: NodeEnvironment?, _ text: @autoclosure () -> String) {
        guard isTracing else { return }
        record(kind: kind.description, node: environment?.name ?? "", text())
    }

    private func record(kind: String, node: String, _ text: String) {
        trace.append(
            TraceEntry(elapsedMicroseconds: elapsedMicroseconds, time: now, node: node, kind: kind, text: text))
    }
}
