internal import SimulationKit

/// Which events of a trace came again to a service that had them already.
struct RepeatedEvents {
    /// One change whose events came again.
    struct Repeat {
        /// The delivery that was the first to be one too many.
        let entry: TraceEntry
        /// Where it is told.
        let index: Int
        /// Identifier of that event.
        let event: String
        fileprivate var nodes: [String]

        /// The replicas that got one of its events again; three of them by name.
        var readers: String {
            nodes.prefix(3).joined(separator: ", ") + (nodes.count > 3 ? " and \(nodes.count - 3) more" : "")
        }
    }

    private var delivered: Set<String> = []
    private var repeats: [String: Repeat] = [:]

    /// Takes a delivery; answers what is known of the change when the service had the event already, or else nil.
    ///
    /// All replicas of a service count as one, but those of the realtime service, each of which reads every event.
    mutating func note(_ entry: TraceEntry, at index: Int) -> Repeat? {
        let words = entry.text.split(separator: " ")
        guard words.count >= 2 else { return nil }
        let node = entry.node.split(separator: "#").first ?? ""
        let reader = node.hasPrefix("realtime") ? node : node.split(separator: "-").first ?? node
        let topic = words[0].split(separator: "[").first ?? ""
        guard !delivered.insert("\(reader) \(topic) \(words[1])").inserted else { return nil }
        let change = words[1].split(separator: "/").prefix(2).joined(separator: "/")
        var known =
            repeats[change] ?? Repeat(entry: entry, index: index, event: String(words[1]), nodes: [])
        let name = String(node)
        if !known.nodes.contains(name) { known.nodes.append(name) }
        repeats[change] = known
        return known
    }
}
