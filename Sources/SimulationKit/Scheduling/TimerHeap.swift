/// A binary heap of due times; equal times come out in the order in which they went in.
struct TimerHeap {
    struct Entry {
        /// Microseconds since the start of the run.
        let due: Int64
        let order: UInt64
        let token: WaitToken
    }

    private var entries: ContiguousArray<Entry> = []
    private var pushed: UInt64 = 0

    init() {
        entries.reserveCapacity(256)
    }

    var count: Int { entries.count }
    var first: Entry? { entries.first }

    mutating func push(due: Int64, token: WaitToken) {
        pushed += 1
        entries.append(Entry(due: due, order: pushed, token: token))
        rise(from: entries.count - 1)
    }

    mutating func removeFirst() {
        let last = entries.removeLast()
        guard !entries.isEmpty else { return }
        entries[0] = last
        sink(from: 0)
    }

    /// Drops entries whose wait is over; called when they outnumber the live ones.
    mutating func removeAll(where isStale: (WaitToken) -> Bool) {
        entries.removeAll { isStale($0.token) }
        for index in stride(from: entries.count / 2 - 1, through: 0, by: -1) { sink(from: index) }
    }

    private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
        left.due != right.due ? left.due < right.due : left.order < right.order
    }

    private mutating func rise(from start: Int) {
        let moving = entries[start]
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard TimerHeap.precedes(moving, entries[parent]) else { break }
            entries[child] = entries[parent]
            child = parent
        }
        entries[child] = moving
    }

    private mutating func sink(from start: Int) {
        let moving = entries[start]
        var parent = start
        while true {
            var child = parent * 2 + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, TimerHeap.precedes(entries[child + 1], entries[child]) { child += 1 }
            guard TimerHeap.precedes(entries[child], moving) else { break }
            entries[parent] = entries[child]
            parent = child
        }
        entries[parent] = moving
    }
}
