internal import Synchronization

/// Collects what handlers saw, without a suspension of its own.
public final class Recorder<Element: Sendable>: Sendable {
    private let storage: Mutex<[Element]> = Mutex([])

    /// An empty record.
    public init() {}

    /// Appends one element.
    public func record(_ element: Element) {
        storage.withLock { $0.append(element) }
    }

    /// Everything recorded so far, in order.
    public var elements: [Element] {
        storage.withLock { $0 }
    }

    /// How many elements satisfy the condition.
    public func count(where condition: (Element) -> Bool) -> Int {
        elements.count(where: condition)
    }
}

extension Array where Element: Hashable {
    /// The elements without later repeats: at-least-once delivery may repeat, order is judged on first sight.
    func firstSights() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
