/// The jobs that could run now.
struct ReadyQueue {
    /// A job and where it runs; the simulation keeps every lane until its run ends.
    struct Entry {
        let job: UnownedJob
        /// Nil for a task that is on no lane.
        let lane: Unmanaged<Lane>?
        /// On whose behalf it runs.
        let origin: Origin
        /// Hash of the name of the lane, or of the task that is on none.
        let key: UInt32
        /// Count of decisions when it became ready, cut to 32 bits.
        var since: UInt32
        /// Whose priority counts, under probabilistic concurrency testing.
        let strand: UInt32

        /// Number of the life of a node that it is part of; 0 for none.
        @inline(__always)
        var incarnation: Int32 {
            if let lane { lane._withUnsafeGuaranteedRef { $0.incarnation } } else { origin.incarnation }
        }
    }

    private var entries: ContiguousArray<Entry> = []
    // First-in-first-out picks leave a gap at the front, closed now and then.
    private var head = 0
    /// Hash of which lanes and tasks are ready, whatever their order.
    private(set) var setHash: UInt64 = 0

    init() {
        entries.reserveCapacity(1_024)
    }

    var count: Int { entries.count - head }
    var isEmpty: Bool { entries.count == head }

    /// The job at that place.
    subscript(index: Int) -> Entry { entries[head + index] }

    @inline(__always)
    mutating func append(_ entry: Entry) {
        entries.append(entry)
        setHash &+= ReadyQueue.mix(UInt64(entry.key))
    }

    /// Spreads a word over all bits.
    @inline(__always)
    static func mix(_ word: UInt64) -> UInt64 {
        var mixed = (word ^ (word >> 32)) &* 0xD6E8_FEB8_6659_FD93
        mixed = (mixed ^ (mixed >> 32)) &* 0xD6E8_FEB8_6659_FD93
        return mixed ^ (mixed >> 32)
    }

    /// Takes the job at that place of the queue, leaving the order of the others open.
    @inline(__always)
    mutating func swapRemove(at index: Int) -> Entry {
        let taken = entries[head + index]
        setHash &-= ReadyQueue.mix(UInt64(taken.key))
        let last = entries.removeLast()
        if head + index < entries.count { entries[head + index] = last }
        return taken
    }

    /// Takes the job at that place of the queue; the others keep their order.
    mutating func remove(at index: Int) -> Entry {
        guard index > 0 else { return removeFirst() }
        let taken = entries.remove(at: head + index)
        setHash &-= ReadyQueue.mix(UInt64(taken.key))
        return taken
    }

    /// Takes the job that has waited longest.
    mutating func removeFirst() -> Entry {
        let taken = entries[head]
        setHash &-= ReadyQueue.mix(UInt64(taken.key))
        head += 1
        if head == entries.count {
            entries.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 4_096 {
            entries.removeFirst(head)
            head = 0
        }
        return taken
    }

    /// Takes every job of one life of a node, in their order.
    mutating func removeAll(of incarnation: Int32) -> [Entry] {
        let taken = entries[head...].filter { $0.incarnation == incarnation }
        entries.removeFirst(head)
        head = 0
        entries.removeAll { $0.incarnation == incarnation }
        for entry in taken { setHash &-= ReadyQueue.mix(UInt64(entry.key)) }
        return Array(taken)
    }
}
