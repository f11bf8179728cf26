/// Which assertions a run, or several runs, mentioned, how often each was looked at, and how often it was true.
struct Coverage: Sendable {
    struct Entry: Sendable {
        let kind: AssertionKind
        let name: String
        var evaluations = 0
        var successes = 0

        var isReached: Bool { kind == .sometimes ? successes > 0 : evaluations > 0 }

        /// Why it proves nothing.
        var complaint: String {
            guard evaluations > 0 else { return "\(kind.rawValue) \"\(name)\": never looked at" }
            return "\(kind.rawValue) \"\(name)\": looked at \(evaluations) times, and true in none of them"
        }
    }

    private(set) var entries: [Entry] = []

    mutating func mention(_ kind: AssertionKind, _ name: String) {
        _ = position(kind, name)
    }

    mutating func note(_ kind: AssertionKind, _ name: String, _ condition: Bool) {
        let position = position(kind, name)
        entries[position].evaluations += 1
        if condition { entries[position].successes += 1 }
    }

    mutating func merge(_ other: Coverage) {
        for entry in other.entries {
            let position = position(entry.kind, entry.name)
            entries[position].evaluations += entry.evaluations
            entries[position].successes += entry.successes
        }
    }

    /// The assertions that prove nothing, by name.
    var unreached: [Entry] {
        entries.filter { !$0.isReached }.sorted { ($0.name, $0.kind.rawValue) < ($1.name, $1.kind.rawValue) }
    }

    private mutating func position(_ kind: AssertionKind, _ name: String) -> Int {
        if let known = entries.firstIndex(where: { $0.name == name && $0.kind == kind }) { return known }
        entries.append(Entry(kind: kind, name: name))
        return entries.count - 1
    }
}
