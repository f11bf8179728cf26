/// Who may go on and who waits, first come, first served, for each key: a value that an actor holds.
struct TurnQueue<Key: Hashable> {
    /// Those who wait for each key that is taken.
    private var waiting: [Key: [CheckedContinuation<Void, Never>]] = [:]

    /// Takes the key if it is free; false when it is taken.
    mutating func begin(_ key: Key) -> Bool {
        guard waiting[key] == nil else { return false }
        waiting[key] = []
        return true
    }

    /// How many wait for the key.
    func waitingCount(for key: Key) -> Int {
        waiting[key]?.count ?? 0
    }

    /// Puts somebody at the end of the line for a taken key.
    mutating func wait(for key: Key, _ continuation: CheckedContinuation<Void, Never>) {
        precondition(waiting[key] != nil, "nobody waits for a free key")
        waiting[key]?.append(continuation)
    }

    /// Hands the key to the next in line, to be resumed by the caller; frees it when nobody waits.
    mutating func end(_ key: Key) -> CheckedContinuation<Void, Never>? {
        precondition(waiting[key] != nil, "only a taken key can be given up")
        guard waiting[key]?.isEmpty == false else {
            waiting[key] = nil
            return nil
        }
        return waiting[key]?.removeFirst()
    }
}
