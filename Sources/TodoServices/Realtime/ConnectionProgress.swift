/// How far a connection, or a room of them, is in its user's stream: the pure rule of what to send, what to skip and
/// when to look back.
struct ConnectionProgress: Equatable {
    /// What to do with an update that came from the bus.
    enum Step: Equatable {
        /// Send it.
        case send
        /// The client has it, or a look back under way will bring it.
        case skip
        /// Updates are missing before it: look back.
        case lookBack
    }

    /// Sequence of the last update sent.
    private(set) var sentThrough: Int64
    /// Highest sequence that the bus showed, 0 before it showed any.
    private(set) var seenThrough: Int64
    /// True while missed updates are being read.
    private(set) var isLookingBack: Bool

    /// A connection that has everything up to a sequence and is about to look back.
    init(sentThrough: Int64) {
        self.sentThrough = sentThrough
        seenThrough = 0
        isLookingBack = true
    }

    /// Takes note of an update from the bus.
    mutating func update(_ sequence: Int64) -> Step {
        seenThrough = max(seenThrough, sequence)
        guard !isLookingBack, sequence > sentThrough else { return .skip }
        guard sequence == sentThrough + 1 else {
            isLookingBack = true
            return .lookBack
        }
        sentThrough = sequence
        return .send
    }

    /// Begins to look back although the bus showed no gap.
    mutating func beginLookBack() {
        isLookingBack = true
    }

    /// Takes note that an update read from the store is sent; true when it is the next one.
    mutating func replayed(_ sequence: Int64) -> Bool {
        guard sequence == sentThrough + 1 else { return false }
        sentThrough = sequence
        return true
    }

    /// Ends the look back if nothing is missing up to `head` and what the bus showed; true when it ended.
    mutating func endLookBack(head: Int64) -> Bool {
        guard sentThrough >= max(head, seenThrough) else { return false }
        isLookingBack = false
        return true
    }

    /// Goes on from a sequence, giving up on what was missed before it.
    mutating func skipAhead(to sequence: Int64) {
        sentThrough = sequence
    }
}
