internal import DequeModule

/// What a member holds of one partition between its assignment and its revocation.
struct PartitionState: Sendable {
    /// Events of one key: one at a time, in order.
    struct Lane: Sendable {
        var records: Deque<ConsumedRecord> = []
        var failedAttempts = 0
    }

    /// Which assignment this is, as a partition may leave and come back.
    let life: Int
    var progress: PartitionProgress
    var lanes: [[UInt8]: Lane] = [:]
    var bufferedEvents = 0
    var bufferedBytes = 0
    var running = 0
    /// True while librdkafka is told not to fetch it.
    var isPaused = false
    /// True once its revocation began: no handler starts any more.
    var isLeaving = false

    init(life: Int, start: Int64?) {
        self.life = life
        progress = PartitionProgress(start: start)
    }

    /// True when no more should be read for now.
    func isFull(_ limits: KafkaConsumption) -> Bool {
        bufferedEvents >= limits.bufferedEvents || bufferedBytes >= limits.bufferedBytes
            || progress.ahead >= limits.eventsAhead
    }

    /// True when so much is free that reading on is worth waking a thread.
    func hasSlack(_ limits: KafkaConsumption) -> Bool {
        bufferedEvents <= limits.bufferedEvents * 7 / 8 && bufferedBytes <= limits.bufferedBytes / 8 * 7
            && progress.ahead <= limits.eventsAhead * 7 / 8
    }

    /// True when reading may go on after a pause: at half of each limit, as a pause throws away what was fetched ahead.
    func hasRoom(_ limits: KafkaConsumption) -> Bool {
        bufferedEvents <= limits.bufferedEvents / 2 && bufferedBytes <= limits.bufferedBytes / 2
            && progress.ahead <= limits.eventsAhead / 2
    }
}
