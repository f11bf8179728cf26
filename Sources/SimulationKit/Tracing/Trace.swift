/// The newest entries of a run's trace, in a ring of fixed size.
struct Trace {
    private var entries: ContiguousArray<TraceEntry> = []
    private let capacity: Int
    private var next = 0
    /// Entries that ever came.
    private(set) var total = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    mutating func append(_ entry: TraceEntry) {
        total += 1
        if entries.count < capacity {
            entries.append(entry)
        } else {
            entries[next] = entry
        }
        next = (next + 1) % capacity
    }

    /// Oldest first.
    var all: [TraceEntry] {
        entries.count < capacity ? Array(entries) : Array(entries[next...] + entries[..<next])
    }
}
