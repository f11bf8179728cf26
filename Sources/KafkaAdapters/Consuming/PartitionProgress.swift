internal import DequeModule

/// How far a group has come in a partition when its records settle out of order.
struct PartitionProgress: Sendable {
    /// Everything before this offset is settled; nil until the first record or a known start.
    private(set) var next: Int64?
    /// Where the brokers know the group to be; nil when they know nothing.
    private(set) var committed: Int64?
    private var lastRead: Int64 = -1
    private var outstanding: Deque<Int64> = []
    private var settled: Set<Int64> = []

    /// A partition of which nothing was read; a start that the brokers do not know yet will be committed.
    init(start: Int64? = nil) {
        next = start
    }

    /// Records read that `next` has not passed, settled or not.
    var ahead: Int { outstanding.count }

    /// The offset to commit, nil when the brokers know it.
    var uncommitted: Int64? { next == committed ? nil : next }

    /// Notes a record; false when it was read before.
    mutating func read(_ offset: Int64) -> Bool {
        guard offset > lastRead else { return false }
        lastRead = offset
        if next == nil {
            next = offset
            committed = offset
        }
        outstanding.append(offset)
        return true
    }

    /// Notes that a record needs no further delivery.
    mutating func settle(_ offset: Int64) {
        settled.insert(offset)
        while let first = outstanding.first, settled.remove(first) != nil {
            next = first + 1
            outstanding.removeFirst()
        }
    }

    /// Notes what the brokers took.
    mutating func noteCommitted(_ offset: Int64) {
        committed = max(committed ?? offset, offset)
    }
}
