/// Probabilistic concurrency testing: who has which priority in the present round.
///
/// Priorities follow from a number that each round draws, so that nobody has to keep one.
struct PriorityPicker {
    private let depth: Int
    private var stream: RandomStream
    private var salt: UInt64 = 0
    /// Decisions of the present round so far.
    private var steps = 0
    /// Decisions of the round at which somebody drops, and how low, ascending.
    private var changes: [(step: Int, priority: UInt64)] = []
    /// Who has dropped in this round, and how low.
    private var dropped: [(strand: UInt32, priority: UInt64)] = []
    /// Numbers of tasks by the runtime's own, which differ from process to process.
    private var tasks: [UInt64: UInt32] = [:]
    private var tasksSeen: UInt32 = 0

    init(depth: Int, stream: RandomStream) {
        self.depth = max(1, depth)
        self.stream = stream
        beginRound()
    }

    /// The number of a task, by order of first sight.
    mutating func strand(ofTask identifier: UInt64) -> UInt32 {
        if let known = tasks[identifier] { return known }
        // A task that outlives this gets another number, and so another priority, which a new round gives it anyway.
        if tasks.count >= 16_384 { tasks.removeAll(keepingCapacity: true) }
        tasksSeen = (tasksSeen &+ 1) & 0x7FFF_FFFF
        tasks[identifier] = tasksSeen
        return tasksSeen
    }

    /// The number of a lane.
    static func strand(ofLane number: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: number) | 0x8000_0000
    }

    /// The place of the job that runs next.
    mutating func pick(from ready: ReadyQueue) -> Int {
        if steps == Schedule.stepsPerRound { beginRound() }
        var place = highest(in: ready)
        while let change = changes.first, change.step <= steps {
            changes.removeFirst()
            drop(ready[place].strand, to: change.priority)
            place = highest(in: ready)
        }
        steps += 1
        return place
    }

    private mutating func beginRound() {
        salt = stream.next()
        steps = 0
        dropped.removeAll(keepingCapacity: true)
        changes.removeAll(keepingCapacity: true)
        for priority in 1..<max(1, depth) {
            changes.append((stream.index(below: Schedule.stepsPerRound), UInt64(priority)))
        }
        changes.sort { ($0.step, $0.priority) < ($1.step, $1.priority) }
    }

    private mutating func drop(_ strand: UInt32, to priority: UInt64) {
        dropped.removeAll { $0.strand == strand }
        dropped.append((strand, priority))
    }

    private func priority(of strand: UInt32) -> UInt64 {
        if !dropped.isEmpty, let low = dropped.first(where: { $0.strand == strand }) { return low.priority }
        var mixed = salt ^ (UInt64(strand) &* 0x9E37_79B9_7F4A_7C15)
        mixed = (mixed ^ (mixed >> 31)) &* 0xBF58_476D_1CE4_E5B9
        return (mixed ^ (mixed >> 29)) | 1 << 63
    }

    /// The first of those with the highest priority, so that one lane's jobs keep their order.
    private func highest(in ready: ReadyQueue) -> Int {
        var (place, best) = (0, priority(of: ready[0].strand))
        for index in 1..<max(1, ready.count) {
            let strand = ready[index].strand
            guard strand != ready[place].strand else { continue }
            let candidate = priority(of: strand)
            if candidate > best { (place, best) = (index, candidate) }
        }
        return place
    }
}
