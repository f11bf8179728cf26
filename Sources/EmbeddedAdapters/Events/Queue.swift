/// First in, first out, without moving the rest on each removal.
struct Queue<Element> {
    private var elements: [Element] = []
    private var head = 0

    var isEmpty: Bool { head == elements.count }
    var count: Int { elements.count - head }
    var first: Element? { isEmpty ? nil : elements[head] }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    /// Changes each element in place.
    mutating func update(_ change: (inout Element) -> Void) {
        for index in head..<elements.count { change(&elements[index]) }
    }

    @discardableResult
    mutating func popFirst() -> Element? {
        guard let element = first else { return nil }
        head += 1
        // Dropping the used half at once keeps the cost of a removal constant on average.
        if head * 2 >= elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return element
    }
}

extension Queue: Sendable where Element: Sendable {}
