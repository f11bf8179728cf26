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

    /// Entries that were written to the trace, those among them that it had no room to keep.
    public var traceTotal: Int { trace.total }

    @inline(__always)
    func traceEvent(
        _ kind: StaticString, _ environment: NodeEnvironment?, _ text: @autoclosure () -> String,
        payload: @autoclosure () throws -> [UInt8] = []
    ) {
        guard isTracing else { return }
        let bytes = (try? payload()) ?? []
        let isCut = bytes.count > Simulation.payloadLimit
        let message = String(decoding: bytes.prefix(Simulation.payloadLimit), as: UTF8.self) + (isCut ? "…" : "")
        record(kind: kind.description, node: environment?.name ?? "", text(), message)
    }

    /// Bytes of a message that a trace keeps.
    private static var payloadLimit: Int { 800 }

    private func record(kind: String, node: String, _ text: String, _ payload: String = "") {
        trace.append(
            TraceEntry(
                elapsedMicroseconds: elapsedMicroseconds, time: now, node: node, kind: kind, text: text,
                payload: payload))
    }
}
