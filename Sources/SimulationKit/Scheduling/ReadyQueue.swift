/// The jobs that could run now.
struct ReadyQueue {
    /// A job and where it runs; the simulation keeps every lane until its run ends.
    struct Entry {
        let job: UnownedJob
        /// Nil for a task that is on no lane.
        let lane: Unmanaged<Lane>?
        /// The lane's number; 0 for none.
        let laneNumber: UInt32
    }

    private var entries: ContiguousArray<Entry> = []
    // First-in-first-out picks leave a gap at the front, closed now and then.
    private var head = 0

    init() {
        entries.reserveCapacity(1_024)
    }

    var count: Int { entries.count - head }
    var isEmpty: Bool { entries.count == head }

    @inline(__always)
    mutating func append(_ job: UnownedJob, _ lane: Lane?) {
        let number = UInt32(truncatingIfNeeded: lane?.number ?? 0)
        entries.append(Entry(job: job, lane: lane.map { .passUnretained($0) }, laneNumber: number))
    }

    /// Takes the job at that place of the queue, leaving the order of the others open.
    @inline(__always)
    mutating func swapRemove(at index: Int) -> Entry {
        let taken = entries[head + index]
        let last = entries.removeLast()
        if head + index < entries.count { entries[head + index] = last }
        return taken
    }

    /// Takes the job that has waited longest.
    mutating func removeFirst() -> Entry {
        let taken = entries[head]
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
}
