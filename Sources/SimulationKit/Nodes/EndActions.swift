/// What must happen when a life ends, in slots that are used again: calls come and go by the million.
struct EndActions {
    private var actions: ContiguousArray<(() -> Void)?> = []
    private var free: ContiguousArray<Int> = []

    mutating func add(_ action: @escaping () -> Void) -> Int {
        if let slot = free.popLast() {
            actions[slot] = action
            return slot
        }
        actions.append(action)
        return actions.count - 1
    }

    mutating func remove(_ slot: Int) {
        guard actions.indices.contains(slot), actions[slot] != nil else { return }
        actions[slot] = nil
        free.append(slot)
    }

    /// Hands all of them over, in slot order, and forgets them.
    mutating func takeAll() -> [() -> Void] {
        defer { self = EndActions() }
        return actions.compactMap { $0 }
    }
}
