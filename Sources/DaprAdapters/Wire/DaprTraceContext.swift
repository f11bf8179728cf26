/// The W3C trace context of the callback that is being answered; every request made meanwhile carries it on.
public struct DaprTraceContext: Sendable, Equatable {
    /// The `traceparent` header.
    public var traceParent: String
    /// The `tracestate` header; nil for none.
    public var traceState: String?

    /// The context of the running task; nil for none.
    @TaskLocal public static var current: DaprTraceContext?

    /// A context of those headers.
    public init(traceParent: String, traceState: String? = nil) {
        self.traceParent = traceParent
        self.traceState = traceState
    }

    /// The context that a request carries; nil without one, and for the all-zero one that stands for none.
    init?(_ request: DaprRequest) {
        guard let parent = DaprTraceContext.meaningful(request.headers["traceparent"]) else { return nil }
        let state = request.headers["tracestate"] ?? ""
        self.init(traceParent: parent, traceState: state.isEmpty ? nil : state)
    }

    /// The text of a `traceparent`; nil when it is empty or all zeros, as sidecars write for events without a trace.
    static func meaningful(_ parent: String?) -> String? {
        guard let parent, parent.utf8.contains(where: { $0 != 0x30 && $0 != 0x2D }) else { return nil }
        return parent
    }

    func add(to request: inout DaprRequest) {
        request.headers["traceparent"] = traceParent
        request.headers["tracestate"] = traceState
    }
}
