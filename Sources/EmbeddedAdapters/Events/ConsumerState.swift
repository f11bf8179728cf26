internal import DequeModule

/// What a group does next with a topic: which events run now, which wait behind an earlier one of their key.
///
/// A lane is one partition key. Lanes are independent, so a key that keeps failing holds up no other.
struct ConsumerState: Sendable {
    /// An event to be handed to a member.
    struct Work: Sendable {
        let event: StoredEvent
        let attempt: Int
        let member: GroupMember
    }

    /// How an attempt ended.
    enum Outcome: Sendable {
        /// The event needs no further delivery.
        case settled
        /// The handler failed; the event comes again after a pause, as the next attempt.
        case pause(Duration)
        /// The handler was not asked or its answer not stored; the event comes again as the same attempt.
        case postpone(Duration)
    }

    private struct Lane {
        var events: Deque<StoredEvent> = []
        var failedAttempts = 0
        var isBusy = false
        var isPaused = false

        /// Forgets what is on disk, and answers of how many events it was here.
        mutating func dropBodies() -> Int {
            let held = events.indices.filter { events[$0].body != nil }
            for index in held { events[index].body = nil }
            return held.count
        }
    }

    let settings: EventBusSettings
    private(set) var progress: ReadingProgress
    private(set) var members: [GroupMember] = []
    private(set) var buffered = 0
    private(set) var running = 0
    private var runningOfMember: [Int: Int] = [:]
    private var lanes: [String: Lane] = [:]
    private var ready: Deque<String> = []
    private var pauses: [(key: String, duration: Duration)] = []
    private var mayHaveMore = true
    private var givenUp: Set<Int64>

    init(position: Int64, givenUp: Set<Int64>, settings: EventBusSettings) {
        progress = ReadingProgress(position: position)
        self.givenUp = givenUp
        self.settings = settings
    }

    func running(of member: GroupMember) -> Int { runningOfMember[member.number, default: 0] }

    mutating func add(_ member: GroupMember) { members.append(member) }

    mutating func remove(_ member: GroupMember) { members.removeAll { $0.number == member.number } }

    /// Takes every member out, for the caller to let go of.
    mutating func takeMembers() -> [GroupMember] {
        defer { members.removeAll() }
        return members
    }

    /// Notes that events may have been appended to the topic.
    mutating func noteMore() { mayHaveMore = true }

    /// How many events to read now, nil for none.
    var wanted: Int? {
        let room = min(settings.bufferedEvents - buffered, settings.eventsAhead - progress.ahead)
        // Reading few at a time would be a query for each event.
        let isWorthwhile = buffered <= settings.bufferedEvents / 2 && room > 0
        return mayHaveMore && !members.isEmpty && isWorthwhile ? min(room, 256) : nil
    }

    /// Puts the events just read in their lanes; `asked` is how many were wanted.
    mutating func accept(_ events: [StoredEvent], asked: Int) {
        mayHaveMore = mayHaveMore || events.count == asked
        for event in events {
            progress.read(event.position)
            if givenUp.remove(event.position) != nil {
                progress.settle(event.position)
            } else {
                enqueue(event)
            }
        }
    }

    /// Forgets that there may be more, just before reading: an append during the read sets it again.
    mutating func beginReading() { mayHaveMore = false }

    private mutating func enqueue(_ event: StoredEvent) {
        var event = event
        let (depth, isPaused) = lanes[event.partitionKey].map { ($0.events.count, $0.isPaused) } ?? (0, false)
        if depth >= bodiesPerLane || isPaused { event.body = nil }
        if event.body != nil { buffered += 1 }
        lanes[event.partitionKey, default: Lane()].events.append(event)
        if depth == 0 { ready.append(event.partitionKey) }
    }

    /// The most bodies that wait in one lane; the rest stay on disk, as one busy key must not fill the memory.
    private var bodiesPerLane: Int { max(1, settings.bufferedEvents / 32) }

    /// The next event to hand out, nil when none may run now.
    mutating func takeWork() -> Work? {
        guard running < settings.concurrentHandlers, !members.isEmpty else { return nil }
        guard let key = ready.popFirst(), let lane = lanes[key], let event = lane.events.first else { return nil }
        assert(!lane.isBusy, "a lane has one event in flight")
        lanes[key]?.isBusy = true
        running += 1
        let member = members[memberIndex(for: key)]
        runningOfMember[member.number, default: 0] += 1
        return Work(event: event, attempt: lane.failedAttempts + 1, member: member)
    }

    /// The same key goes to the same member as long as the members stay the same.
    private func memberIndex(for key: String) -> Int {
        members.count == 1 ? 0 : Int(StableHash.fnv1a(key) % UInt64(members.count))
    }

    /// Notes how the attempt ended; the lane goes on at once or after the pause.
    mutating func finish(_ work: Work, _ outcome: Outcome) {
        let key = work.event.partitionKey
        running -= 1
        runningOfMember[work.member.number, default: 1] -= 1
        lanes[key]?.isBusy = false
        switch outcome {
        case .settled: settle(work.event)
        case .pause(let duration):
            lanes[key]?.failedAttempts += 1
            pause(key, for: duration)
        case .postpone(let duration): pause(key, for: duration)
        }
    }

    /// Leaves the lane's bodies on disk: lanes that keep failing must not fill the memory, however many they are.
    private mutating func pause(_ key: String, for duration: Duration) {
        pauses.append((key, duration))
        lanes[key]?.isPaused = true
        buffered -= lanes[key]?.dropBodies() ?? 0
    }

    private mutating func settle(_ event: StoredEvent) {
        progress.settle(event.position)
        let settled = lanes[event.partitionKey]?.events.popFirst()
        if settled?.body != nil { buffered -= 1 }
        lanes[event.partitionKey]?.failedAttempts = 0
        if lanes[event.partitionKey]?.events.isEmpty == true {
            lanes[event.partitionKey] = nil
        } else {
            ready.append(event.partitionKey)
        }
    }

    /// Lets a lane go on after its pause.
    mutating func resume(_ key: String) {
        lanes[key]?.isPaused = false
        ready.append(key)
    }

    /// The pauses that began since the last call.
    mutating func takePauses() -> [(key: String, duration: Duration)] {
        defer { pauses.removeAll() }
        return pauses
    }

    /// True when the loop has something to do besides handing out events.
    var needsAttention: Bool { !pauses.isEmpty || wanted != nil }
}
