internal import ServicePorts

/// A consumer group of one topic: its committed positions and which member reads which partition.
final class ConsumerGroup {
    /// What the group knows of one partition.
    struct Share {
        /// The first event not yet acknowledged.
        var committed: Int
        /// Where the group began; a position never moves back beyond it.
        let start: Int
        /// Raised whenever a worker begins; acknowledgements of an older epoch no longer count.
        var epoch = 0
        var owner: BusMember?
        var worker: PartitionWorker?
        /// The position at the last full second, which is all that survives the crash of some members.
        private var durable: Int
        private var second: Int64 = 0

        init(start: Int) {
            committed = start
            durable = start
            self.start = start
        }

        /// Looks at the time before the position moves.
        mutating func pass(microseconds: Int64) {
            guard microseconds / 1_000_000 > second else { return }
            second = microseconds / 1_000_000
            durable = committed
        }

        /// Takes back what was acknowledged since the last full second.
        mutating func rewind(microseconds: Int64) {
            pass(microseconds: microseconds)
            committed = max(start, min(committed, durable))
        }
    }

    let name: String
    let topic: TopicLog
    private let simulation: Simulation
    private(set) var members: [BusMember] = []
    /// Members whose heartbeats are missing because their node stands still.
    private var expelled: [BusMember] = []
    /// How long the broker waits for heartbeats, in microseconds.
    static let sessionTimeout: Int64 = 3_000_000
    var shares: [Share]
    private var isRebalancePlanned = false
    private let deadLetterLog: TopicLog

    init(
        name: String, topic: TopicLog, deadLetterLog: TopicLog, start: SubscriptionOptions.Start,
        simulation: Simulation
    ) {
        self.deadLetterLog = deadLetterLog
        self.name = name
        self.topic = topic
        self.simulation = simulation
        shares = topic.partitions.map { partition in
            Share(start: start == .earliest ? 0 : partition.records.count)
        }
    }

    /// Events that the group has yet to acknowledge.
    var lag: Int {
        zip(shares, topic.partitions).reduce(0) { $0 + max(0, $1.1.records.count - $1.0.committed) }
    }

    func join(_ member: BusMember) {
        members.append(member)
        planRebalance(after: simulation.faults.travelTime(member.environment, .bus))
    }

    /// A member that leaves is missed at once; a crashed one when its heartbeats have been missing for a while.
    func leave(_ member: BusMember, hasCrashed: Bool) {
        members.removeAll { $0 === member }
        for index in shares.indices where shares[index].owner === member {
            shares[index].owner = nil
            if hasCrashed, member.commitsEachSecond {
                shares[index].rewind(microseconds: simulation.elapsedMicroseconds)
            }
            shares[index].worker?.interrupt()
        }
        let isSlow = hasCrashed && simulation.faults.profile.crashesPerMillionDecisions > 0
        let detection: Int64 = isSlow ? ConsumerGroup.sessionTimeout : 0
        expelled.removeAll { $0 === member }
        planRebalance(after: detection + simulation.faults.travelTime(member.environment, .bus))
    }

    func forget() {
        members = []
        expelled = []
        for index in shares.indices {
            shares[index].owner = nil
            shares[index].worker = nil
        }
    }

    /// The broker misses a member's heartbeats and gives its partitions to others, unless there are none.
    func expel(_ environment: NodeEnvironment) {
        let missing = members.filter { $0.environment === environment }
        guard !missing.isEmpty, missing.count < members.count else { return }
        members.removeAll { $0.environment === environment }
        expelled += missing
        planRebalance(after: 0)
    }

    /// A member's heartbeats are back.
    func readmit(_ environment: NodeEnvironment) {
        let returning = expelled.filter { $0.environment === environment }
        guard !returning.isEmpty else { return }
        expelled.removeAll { $0.environment === environment }
        members += returning
        planRebalance(after: simulation.faults.travelTime(environment, .bus))
    }

    /// Puts an event that the group gives up on where operators find it.
    func onDeadLetter(_ record: EventRecord, _ reason: String, _ attempts: Int) {
        topic.deadLetters.append(
            DeadLetter(
                topic: topic.name, group: name, eventID: record.id, partitionKey: record.partitionKey, reason: reason,
                attempts: attempts, time: simulation.now))
        deadLetterLog.append(record, simulation: simulation)
    }

    /// Reads anew from the first event on that the group gave up, in each partition.
    func readDeadLettersAnew() {
        for letter in topic.deadLetters where letter.group == name {
            let index = TopicLog.partition(ofKey: letter.partitionKey, among: shares.count)
            let position = topic.partitions[index].records.firstIndex { $0.id == letter.eventID }
            shares[index].committed = min(shares[index].committed, position ?? shares[index].committed)
            shares[index].worker?.interrupt()
        }
        topic.deadLetters.removeAll { $0.group == name }
    }

    private func planRebalance(after microseconds: Int64) {
        guard !isRebalancePlanned, !members.isEmpty else { return }
        isRebalancePlanned = true
        simulation.plan("a rebalance", after: microseconds) { [self] in
            isRebalancePlanned = false
            rebalance()
        }
    }

    /// Gives every partition its owner, moving no more of them than an even spread needs.
    private func rebalance() {
        guard !members.isEmpty else { return }
        for index in shares.indices {
            let owner = members[index % members.count]
            // Nobody can wait for the handler of a node that stands still: it works on when it wakes.
            let isLost = shares[index].worker?.isPaused ?? false
            if shares[index].owner !== owner { assign(index, to: owner, overlapping: isLost) }
        }
    }

    /// Moves one partition to another member, if there is one, while its handler may still be at work.
    func moveAbruptly(_ index: Int) {
        let others = members.filter { $0 !== shares[index].owner }
        let candidates = others.isEmpty ? members : others
        guard !candidates.isEmpty else { return }
        let drawn = simulation.faults.number(in: 0...Int64(candidates.count - 1), .rebalances)
        assign(index, to: candidates[Int(drawn)], overlapping: true)
    }

    private func assign(_ index: Int, to owner: BusMember, overlapping: Bool) {
        let former = shares[index].worker
        shares[index].owner = owner
        let worker = PartitionWorker(group: self, partition: index, member: owner, simulation: simulation)
        shares[index].worker = worker
        former?.interrupt()
        worker.start(after: overlapping ? nil : former)
    }
}
