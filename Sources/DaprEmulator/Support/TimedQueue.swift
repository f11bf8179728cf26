internal import CivilTime

/// Elements by the instant at which they are due, the earliest first.
struct TimedQueue<Element> {
    private var heap: [(at: Timestamp, element: Element)] = []

    /// When the earliest is due; nil when there is none.
    var nextAt: Timestamp? { heap.first?.at }

    mutating func add(_ element: Element, at instant: Timestamp) {
        heap.append((instant, element))
        var child = heap.count - 1
        while child > 0, heap[child].at < heap[(child - 1) / 2].at {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Removes the earliest when it is due.
    mutating func take(dueBy now: Timestamp) -> Element? {
        guard let first = heap.first, first.at <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
            guard let least = children.min(by: { heap[$0].at < heap[$1].at }), heap[least].at < heap[parent].at else {
                return first.element
            }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
