internal import CivilTime
internal import ServicePorts
internal import Synchronization

/// Topics in memory: partitioned logs, and the consumer groups that read them.
final class Broker: Sendable {
    private struct State {
        var topics: [String: [[StoredEvent]]] = [:]
        var groups: [GroupKey: ConsumerGroup] = [:]
        var membersMade = 0
        /// Members that begin no further event.
        var draining: Set<Int> = []
    }

    let partitionCount: Int
    private let journal: Journal?
    private let clock: any WallClock
    private let state = Mutex(State())
    /// One signal for each partition number, told when something was stored in or claimed of such a partition.
    private let signals: [ChangeSignal]

    init(partitionCount: Int, clock: any WallClock, journal: Journal?) {
        self.partitionCount = partitionCount
        self.clock = clock
        self.journal = journal
        signals = (0..<partitionCount).map { _ in ChangeSignal() }
    }

    // MARK: Publishing

    /// Stores an event; it is durable once the journal is.
    @discardableResult
    func append(
        to topic: String, key: String?, bytes: [UInt8], headers: [String: String], partition wanted: Int? = nil
    ) -> StoredEvent {
        let partition =
            wanted ?? key.map { PartitionHash.partition(ofKey: $0, of: partitionCount) }
            ?? Int.random(in: 0..<partitionCount)
        let event = state.withLock { state in
            let log = state.topics[topic]?[partition] ?? []
            let event = StoredEvent(
                partition: partition, offset: log.count, key: key, bytes: bytes, headers: headers,
                storedAt: clock.now())
            store(event, in: topic, &state)
            journal?.append(.event(topic: topic, event))
            return event
        }
        signals[partition].notify()
        return event
    }

    private func store(_ event: StoredEvent, in topic: String, _ state: inout State) {
        let empty = Array(repeating: [StoredEvent](), count: partitionCount)
        state.topics[topic, default: empty][event.partition].append(event)
    }

    /// Everything on a topic, partition after partition.
    func events(on topic: String) -> [StoredEvent] {
        state.withLock { $0.topics[topic]?.flatMap { $0 } ?? [] }
    }

    var topics: [String] { state.withLock { $0.topics.keys.sorted() } }

    // MARK: Reading

    /// Joins a group; the claims of the new member come in the stream, which ends when it leaves.
    func join(_ key: GroupKey, beginsAtOldest: Bool) -> (member: Int, claims: AsyncStream<PartitionClaim>) {
        let (claims, continuation) = AsyncStream.makeStream(of: PartitionClaim.self)
        let number = change(key) { group, state in
            state.membersMade += 1
            group.beginsAtOldest = beginsAtOldest
            group.members.append(.init(number: state.membersMade, claims: continuation))
            return state.membersMade
        }
        return (number, claims)
    }

    /// Leaves a group; one that vanishes without a word has not committed what it did last.
    func leave(_ key: GroupKey, _ member: Int, vanishes: Bool) {
        if !vanishes { commit(only: key) }
        change(key) { group, state in
            state.draining.remove(member)
            if let index = group.members.firstIndex(where: { $0.number == member }) {
                group.members.remove(at: index).claims.finish()
            }
            guard vanishes else { return }
            for index in group.partitions.indices where group.partitions[index].owner == member {
                group.partitions[index].position = group.partitions[index].committed
            }
        }
    }

    /// The member begins no further event; what it has in hand still counts.
    func drain(_ key: GroupKey, _ member: Int) {
        state.withLock { state in
            state.draining.insert(member)
            state.groups[key]?.members.first { $0.number == member }?.claims.finish()
        }
        for signal in signals { signal.notify() }
    }

    @discardableResult
    private func change<Output>(_ key: GroupKey, _ body: (inout ConsumerGroup, inout State) -> Output) -> Output {
        let output = state.withLock { state in
            var group = state.groups[key] ?? ConsumerGroup(key: key, partitions: partitionCount)
            let output = body(&group, &state)
            let log = state.topics[key.topic]
            group.rebalance(ends: (0..<partitionCount).map { log?[$0].count ?? 0 })
            state.groups[key] = group
            return output
        }
        for signal in signals { signal.notify() }
        return output
    }

    /// The event at an offset of a claimed partition, once there is one; nil when the claim holds no more or the task
    /// is cancelled.
    func next(_ claim: PartitionClaim, at offset: Int) async -> StoredEvent? {
        while !Task.isCancelled {
            let version = signals[claim.partition].version
            let (holds, event) = look(claim, at: offset)
            guard holds else { return nil }
            if let event { return event }
            await signals[claim.partition].wait(after: version)
        }
        return nil
    }

    /// As `next`, but nil too when there is none by the deadline.
    func next(_ claim: PartitionClaim, at offset: Int, by deadline: ContinuousClock.Instant) async -> StoredEvent? {
        while !Task.isCancelled {
            let version = signals[claim.partition].version
            let (holds, event) = look(claim, at: offset)
            guard holds else { return nil }
            if let event { return event }
            let left = deadline - .now
            guard left > .zero else { return nil }
            await signals[claim.partition].wait(after: version, atMost: left)
        }
        return nil
    }

    private func look(_ claim: PartitionClaim, at offset: Int) -> (holds: Bool, event: StoredEvent?) {
        state.withLock { state in
            guard state.groups[claim.key]?.holds(claim) == true, !state.draining.contains(claim.member) else {
                return (false, nil)
            }
            guard let log = state.topics[claim.key.topic]?[claim.partition], log.indices.contains(offset) else {
                return (true, nil)
            }
            return (true, log[offset])
        }
    }

    /// True while the claim is the partition's latest.
    func holds(_ claim: PartitionClaim) -> Bool {
        state.withLock { $0.groups[claim.key]?.holds(claim) == true && !$0.draining.contains(claim.member) }
    }

    /// The event at the offset is settled.
    func mark(_ claim: PartitionClaim, _ offset: Int) {
        state.withLock { $0.groups[claim.key]?.mark(claim, offset, at: clock.now()) }
    }

    // MARK: Positions

    /// Commits what was marked; the sidecar's client does so each second.
    func commit(only key: GroupKey? = nil) {
        state.withLock { state in
            for (groupKey, group) in state.groups where key == nil || key == groupKey {
                for (index, partition) in group.partitions.enumerated() {
                    guard let position = partition.position, !partition.marks.isEmpty || partition.committed != nil,
                        partition.committed != position
                    else { continue }
                    state.groups[groupKey]?.partitions[index].committed = position
                    journal?.append(.commit(groupKey, partition: index, offset: position))
                }
            }
        }
    }

    /// Gives every group of a topic again what was settled within the last second.
    func redeliverLastSecond(of topic: String) {
        state.withLock { state in
            let since = clock.now() + .seconds(-1)
            for key in state.groups.keys where key.topic == topic {
                guard var group = state.groups[key] else { continue }
                for index in group.partitions.indices {
                    guard let first = group.partitions[index].marks.first(where: { $0.at >= since }) else { continue }
                    group.rewind(index, to: first.offset)
                }
                state.groups[key] = group
            }
        }
        for signal in signals { signal.notify() }
    }

    /// The next offset of each partition that a group reads; nil for a partition without any.
    func positions(of key: GroupKey) -> [Int?] {
        state.withLock { $0.groups[key]?.partitions.map { $0.position ?? $0.committed } ?? [] }
    }

    // MARK: Durability

    func restore(_ event: StoredEvent, in topic: String) {
        state.withLock { store(event, in: topic, &$0) }
    }

    func restore(_ key: GroupKey, partition: Int, offset: Int) {
        state.withLock { state in
            let group = state.groups[key] ?? ConsumerGroup(key: key, partitions: partitionCount)
            state.groups[key] = group
            state.groups[key]?.partitions[partition].committed = offset
        }
    }

    /// What a new journal begins with.
    var records: [JournalRecord] {
        state.withLock { state in
            var records: [JournalRecord] = []
            for (topic, log) in state.topics.sorted(by: { $0.key < $1.key }) {
                for event in log.flatMap({ $0 }) { records.append(.event(topic: topic, event)) }
            }
            for (key, group) in state.groups {
                for (index, partition) in group.partitions.enumerated() {
                    guard let offset = partition.committed else { continue }
                    records.append(.commit(key, partition: index, offset: offset))
                }
            }
            return records
        }
    }
}
