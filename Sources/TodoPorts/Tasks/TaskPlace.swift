public import CivilTime
public import TodoDomain

/// A place in a sorted list of tasks: that of one task as it was, whether or not the task is still there.
public struct TaskPlace: Hashable, Sendable {
    /// What the list is sorted by, as the task has it.
    public enum Key: Hashable, Sendable {
        /// When it was created or last changed.
        case instant(Timestamp)
        /// Its title in lower case.
        case title(String)
        /// Its due date as it reads; nil for none, which comes last.
        case due(CivilDateTime?)
        /// Its priority.
        case priority(Priority)
    }

    /// What the list is sorted by.
    public let key: Key
    /// Identity, which decides between tasks with equal keys.
    public let id: TaskID

    /// The place of a task with that key.
    public init(key: Key, id: TaskID) {
        self.key = key
        self.id = id
    }

    /// True when it comes before the other one in a list of that direction, sorted by the same thing.
    func precedes(_ other: TaskPlace, isDescending: Bool) -> Bool {
        if let order = key.order(before: other.key, isDescending: isDescending) { return order }
        return isDescending ? id > other.id : id < other.id
    }
}

extension TaskPlace.Key {
    /// True when this comes first, false when the other one does, nil when neither does.
    fileprivate func order(before other: TaskPlace.Key, isDescending: Bool) -> Bool? {
        func order<Value: Comparable>(_ left: Value, _ right: Value) -> Bool? {
            left == right ? nil : (left < right) != isDescending
        }
        switch (self, other) {
        case (.instant(let left), .instant(let right)): return order(left, right)
        case (.title(let left), .title(let right)): return order(left, right)
        case (.priority(let left), .priority(let right)): return order(left.rank, right.rank)
        case (.due(let left?), .due(let right?)): return order(left, right)
        case (.due(let left), .due(let right)): return (left == nil) == (right == nil) ? nil : left != nil
        case (.instant, _), (.title, _), (.priority, _), (.due, _):
            preconditionFailure("places of lists that are sorted by different things")
        }
    }
}
