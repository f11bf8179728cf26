internal import DequeModule

/// What a member does next: which events run now, which wait behind an earlier one of their key, what may be committed.
///
/// A lane is one key of one partition. Lanes are independent, so a key that waits for its retry holds up no other
/// until its partition's limits are reached, and no commit passes it.
struct ConsumerState: Sendable {
    /// Names a lane of one assignment.
    struct LaneName: Sendable, Hashable {
        let partition: Int32
        let life: Int
        let key: [UInt8]
    }

    /// An event to be handed to the handler.
    struct Work: Sendable {
        let lane: LaneName
        let record: ConsumedRecord
        let attempt: Int
    }

    /// How an attempt ended.
    enum Outcome: Sendable {
        /// The event needs no further delivery.
        case settled
        /// The handler failed; the event comes again after a pause, as the next attempt.
        case pause(Duration)
        /// The event could not be given up; it comes again as the same attempt.
        case postpone(Duration)
    }

    let limits: KafkaConsumption
    private(set) var partitions: [Int32: PartitionState] = [:]
    private(set) var running = 0
    private var ready: Deque<LaneName> = []
    private var pauses: [(lane: LaneName, duration: Duration)] = []
    private var resumable: Set<Int32> = []
    private var lastLife = 0

    init(limits: KafkaConsumption) {
        self.limits = limits
    }

    // MARK: - Assignment

    /// Takes a partition on; its start, if known, is one that the brokers have not been told.
    mutating func assign(_ partition: Int32, start: Int64? = nil) {
        lastLife += 1
        partitions[partition] = PartitionState(life: lastLife, start: start)
    }

    /// Lets no further handler of the partitions start.
    mutating func beginLeaving(_ leaving: [Int32]) {
        for partition in leaving { partitions[partition]?.isLeaving = true }
    }

    /// True when no handler of the partitions is running.
    func isIdle(_ leaving: [Int32]) -> Bool {
        leaving.allSatisfy { (partitions[$0]?.running ?? 0) == 0 }
    }

    /// Forgets the partitions; handlers of theirs that still run change nothing any more.
    mutating func leave(_ leaving: [Int32]) {
        for partition in leaving {
            partitions[partition] = nil
            resumable.remove(partition)
        }
    }

    // MARK: - Reading

    /// Puts a record in its lane; true when its partition is full now.
    mutating func accept(_ record: ConsumedRecord) -> Bool {
        guard var state = partitions[record.partition], !state.isLeaving, state.progress.read(record.offset) else {
            return false
        }
        partitions[record.partition] = nil  // keeps the copy above the only one
        state.bufferedEvents += 1
        state.bufferedBytes += record.bytes
        state.lanes[record.key, default: .init()].records.append(record)
        if state.lanes[record.key]?.records.count == 1 {
            ready.append(LaneName(partition: record.partition, life: state.life, key: record.key))
        }
        partitions[record.partition] = state
        return state.isFull(limits) && !state.isPaused
    }

    /// True when reading the partition on is worth waking a thread.
    func hasSlack(_ partition: Int32) -> Bool { partitions[partition]?.hasSlack(limits) ?? true }

    /// True when no further handler may run.
    var isSaturated: Bool { running >= limits.concurrentHandlers }

    /// Notes that the partition is not read any more if it is still full; answers whether it is.
    mutating func pauseIfFull(_ partition: Int32) -> Bool {
        guard let state = partitions[partition], state.isFull(limits), !state.isPaused else { return false }
        partitions[partition]?.isPaused = true
        return true
    }

    /// Partitions to read again.
    mutating func takeResumable() -> [Int32] {
        guard !resumable.isEmpty else { return [] }
        defer { resumable.removeAll() }
        for partition in resumable { partitions[partition]?.isPaused = false }
        return Array(resumable)
    }

    /// True when there is something for `takeResumable`.
    var hasResumable: Bool { !resumable.isEmpty }

    // MARK: - Handling

    /// The next event to hand out, nil when none may run now.
    mutating func takeWork() -> Work? {
        while running < limits.concurrentHandlers, let name = ready.popFirst() {
            guard let state = partitions[name.partition], state.life == name.life, !state.isLeaving,
                let lane = state.lanes[name.key], let record = lane.records.first
            else { continue }
            running += 1
            partitions[name.partition]?.running += 1
            return Work(lane: name, record: record, attempt: lane.failedAttempts + 1)
        }
        return nil
    }

    /// Notes how the attempt ended; the lane goes on at once or after the pause.
    mutating func finish(_ work: Work, _ outcome: Outcome) {
        running -= 1
        guard partitions[work.lane.partition]?.life == work.lane.life else { return }
        partitions[work.lane.partition]?.running -= 1
        switch outcome {
        case .settled: settle(work)
        case .pause(let duration):
            partitions[work.lane.partition]?.lanes[work.lane.key]?.failedAttempts += 1
            pauses.append((work.lane, duration))
        case .postpone(let duration): pauses.append((work.lane, duration))
        }
    }

    private mutating func settle(_ work: Work) {
        let (partition, key) = (work.lane.partition, work.lane.key)
        partitions[partition]?.progress.settle(work.record.offset)
        partitions[partition]?.bufferedEvents -= 1
        partitions[partition]?.bufferedBytes -= work.record.bytes
        _ = partitions[partition]?.lanes[key]?.records.popFirst()
        partitions[partition]?.lanes[key]?.failedAttempts = 0
        if partitions[partition]?.lanes[key]?.records.isEmpty == true {
            partitions[partition]?.lanes[key] = nil
        } else {
            ready.append(work.lane)
        }
        guard let state = partitions[partition], state.isPaused, state.hasRoom(limits) else { return }
        resumable.insert(partition)
    }

    /// Lets a lane go on after its pause.
    mutating func resume(_ lane: LaneName) {
        ready.append(lane)
    }

    /// The pauses that began since the last call.
    mutating func takePauses() -> [(lane: LaneName, duration: Duration)] {
        defer { pauses.removeAll() }
        return pauses
    }

    /// True when there is something for `takePauses`.
    var hasPauses: Bool { !pauses.isEmpty }

    // MARK: - Position

    /// What the brokers do not know yet of these partitions, or of all.
    func uncommitted(of chosen: [Int32]? = nil) -> [(partition: Int32, offset: Int64)] {
        (chosen ?? Array(partitions.keys)).compactMap { partition in
            partitions[partition]?.progress.uncommitted.map { (partition, $0) }
        }
    }

    /// Notes what the brokers took.
    mutating func noteCommitted(_ partition: Int32, _ offset: Int64) {
        guard let next = partitions[partition]?.progress.next, offset <= next else { return }
        partitions[partition]?.progress.noteCommitted(offset)
    }
}
