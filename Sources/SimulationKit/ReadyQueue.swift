/// Where a ready job runs; the simulation keeps every executor until its run ends.
enum ReadyPlace {
    case lane(Lane)
    case tasks(SimulationTaskExecutor)

    var number: Int {
        switch self {
        case .lane(let lane): lane.number
        case .tasks(let executor): executor.number
        }
    }
}

/// The jobs that could run now.
struct ReadyQueue {
    struct Entry {
        let job: UnownedJob
        let place: Unmanaged<AnyObject>
        let number: Int32
        let isLane: Bool
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
    mutating func append(_ job: UnownedJob, _ place: ReadyPlace) {
        switch place {
        case .lane(let lane):
            entries.append(
                Entry(
                    job: job, place: .passUnretained(lane), number: Int32(truncatingIfNeeded: lane.number), isLane: true
                ))
        case .tasks(let executor):
            entries.append(
                Entry(
                    job: job, place: .passUnretained(executor), number: Int32(truncatingIfNeeded: executor.number),
                    isLane: false))
        }
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
