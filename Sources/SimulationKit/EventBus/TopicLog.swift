internal import ServicePorts

/// A topic at the simulated broker: partitions that only grow, and the groups that read them.
final class TopicLog {
    let name: String
    private(set) var partitions: [PartitionLog]
    private(set) var groups: [ConsumerGroup] = []
    var deadLetters: [DeadLetter] = []

    init(name: String, partitionCount: Int) {
        self.name = name
        partitions = (0..<partitionCount).map { _ in PartitionLog() }
    }

    /// Appends to the partition of the event's key and wakes who waits there.
    func append(_ record: EventRecord, simulation: Simulation) {
        let index = TopicLog.partition(ofKey: record.partitionKey, among: partitions.count)
        partitions[index].append(record, simulation: simulation)
    }

    /// The place of a key's partition; keys that differ in one digit spread like any others.
    static func partition(ofKey key: String, among count: Int) -> Int {
        var hash = DecisionHash.stable(key)
        // The last characters reach only a few bits of such a hash; these steps bring them to all.
        hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        return Int(truncatingIfNeeded: (hash ^ (hash >> 33)) % UInt64(count))
    }

    func group(named name: String) -> ConsumerGroup? {
        groups.first { $0.name == name }
    }

    func add(_ group: ConsumerGroup) {
        groups.append(group)
    }

    /// Breaks the cycles between topic, groups and workers once the run has ended; the logs stay readable.
    func forgetGroups() {
        for group in groups { group.forget() }
        groups = []
    }
}

/// One ordered log.
final class PartitionLog {
    private(set) var records: ContiguousArray<EventRecord> = []
    private var waiting: [WaitToken] = []

    func append(_ record: EventRecord, simulation: Simulation) {
        records.append(record)
        guard !waiting.isEmpty else { return }
        let woken = waiting
        waiting.removeAll(keepingCapacity: true)
        for token in woken { simulation.wake(token, .due) }
    }

    /// Wakes the wait at the next append.
    func wakeAtAppend(_ token: WaitToken) {
        waiting.append(token)
    }
}
