internal import Metrics
internal import TodoDomain

/// Counts committed changes by kind.
struct TaskServiceMetrics {
    private let changes: [Change.Kind: Counter]

    init() {
        changes = Dictionary(
            uniqueKeysWithValues: Change.Kind.allCases.map {
                ($0, Counter(label: "todo_changes_total", dimensions: [("kind", $0.rawValue)]))
            })
    }

    func count(_ kind: Change.Kind) {
        changes[kind]?.increment()
    }
}
