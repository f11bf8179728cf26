internal import CivilTime

/// Which group reads which topic.
struct GroupKey: Hashable, Sendable {
    let group: String
    let topic: String
}

/// The right of a member to read a partition from an offset on, until a later claim of the partition.
struct PartitionClaim: Sendable {
    let key: GroupKey
    let member: Int
    let partition: Int
    let generation: Int
    let offset: Int
}

/// A consumer group's positions and members at one topic.
struct ConsumerGroup {
    struct Member {
        let number: Int
        let claims: AsyncStream<PartitionClaim>.Continuation
    }

    struct Partition {
        /// What a restart goes on from; nil when nothing was ever committed.
        var committed: Int?
        /// What the present owner goes on from; nil while nobody reads.
        var position: Int?
        /// The member that reads.
        var owner: Int?
        /// Counts claims, so that marks of an earlier owner are told apart.
        var generation = 0
        /// What was marked lately, for replays.
        var marks: [(offset: Int, at: Timestamp)] = []
    }

    let key: GroupKey
    var members: [Member] = []
    var partitions: [Partition]
    /// True when a group without committed positions begins at the oldest event.
    var beginsAtOldest = false

    init(key: GroupKey, partitions: Int) {
        self.key = key
        self.partitions = Array(repeating: Partition(), count: partitions)
    }

    /// Spreads the partitions over the members; those that change hands go on from the position.
    mutating func rebalance(ends: [Int]) {
        for index in partitions.indices {
            let owner = members.isEmpty ? nil : members[index % members.count]
            guard partitions[index].owner != owner?.number else { continue }
            partitions[index].owner = owner?.number
            partitions[index].generation += 1
            guard let owner else {
                partitions[index].position = nil
                continue
            }
            let start = partitions[index].committed ?? (beginsAtOldest ? 0 : ends[index])
            let position = partitions[index].position ?? start
            partitions[index].position = position
            owner.claims.yield(claim(of: owner, index, at: position))
        }
    }

    /// Lets the owner of a partition begin anew at an offset; what it has in hand counts no more.
    mutating func rewind(_ index: Int, to offset: Int) {
        partitions[index].generation += 1
        partitions[index].position = offset
        partitions[index].marks = []
        guard let owner = members.first(where: { $0.number == partitions[index].owner }) else { return }
        owner.claims.yield(claim(of: owner, index, at: offset))
    }

    private func claim(of owner: Member, _ index: Int, at offset: Int) -> PartitionClaim {
        PartitionClaim(
            key: key, member: owner.number, partition: index, generation: partitions[index].generation, offset: offset)
    }

    func holds(_ claim: PartitionClaim) -> Bool {
        partitions[claim.partition].generation == claim.generation
    }

    /// The event at the offset is settled, when the claim still holds.
    mutating func mark(_ claim: PartitionClaim, _ offset: Int, at now: Timestamp) {
        guard holds(claim) else { return }
        partitions[claim.partition].position = offset + 1
        partitions[claim.partition].marks.removeAll { $0.at < now + .seconds(-5) }
        partitions[claim.partition].marks.append((offset, now))
    }
}
