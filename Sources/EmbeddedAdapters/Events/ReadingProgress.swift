internal import DequeModule

/// How far a group has come in a topic when its events settle out of order.
struct ReadingProgress: Sendable {
    /// Position of the last event read.
    private(set) var position: Int64
    /// Everything up to here is settled.
    private(set) var watermark: Int64
    private var outstanding: Deque<Int64> = []
    private var settled: Set<Int64> = []

    /// A group that begins after that position.
    init(position: Int64) {
        self.position = position
        watermark = position
    }

    /// Events read that the watermark has not passed, settled or not.
    var ahead: Int { outstanding.count }

    /// Notes an event read, in order.
    mutating func read(_ next: Int64) {
        assert(next > position, "events are read in order: \(next) after \(position)")
        position = next
        outstanding.append(next)
    }

    /// Notes that an event needs no further delivery, and moves the watermark over every run of such events.
    mutating func settle(_ event: Int64) {
        assert(event > watermark, "event \(event) was settled twice; the watermark is \(watermark)")
        settled.insert(event)
        while let first = outstanding.first, settled.remove(first) != nil {
            watermark = first
            outstanding.removeFirst()
        }
    }
}
