internal import Logging
internal import ServicePorts
internal import Synchronization

/// A subscription as one member of its group: a client of librdkafka with a thread, and a loop that runs handlers.
///
/// The thread alone speaks with librdkafka: it reads, pauses, commits, and answers rebalances. The loop alone starts
/// handlers. They meet in `guarded`.
final class GroupConsumer: Sendable {
    struct Guarded {
        var state: ConsumerState
        var isStarted = false
        var isStopping = false
        var mayClose = false
        /// True once the group has given the member partitions, even if none.
        var wasAssigned = false
        /// Where a new group that starts at the latest begins, as long as the brokers do not know it.
        var starts: [Int32: Int64] = [:]
        /// Partitions that another member waits for, and until when handlers may keep it waiting.
        var revocation: (partitions: [Int32], deadline: ContinuousClock.Instant)?
        var commitsInFlight = 0
        /// The full partition that the thread waits for.
        var awaited: Int32?
    }

    /// Puts an event that was given up on the dead-letter topic; throws `EventBusError`.
    typealias GiveUp =
        @Sendable (
            _ record: ConsumedRecord, _ reason: String, _ attempts: Int
        ) async throws -> Void

    /// The pause before an event that could not be put on the dead-letter topic is tried again.
    static let deadLetterPause: Duration = .seconds(1)

    let member: GroupMember
    let settings: KafkaSettings
    let clock: any WallClock
    let handle: KafkaHandle
    let room: WaitingRoom
    let reporter: ClientReporter
    let giveUp: GiveUp
    let signal: Signal = Signal()
    let guarded: Mutex<Guarded>
    let opened: OneTimeResult<Void, EventBusError> = OneTimeResult()
    let closed: OneTimeResult<Void, Never> = OneTimeResult()

    /// A member whose client exists but has not joined; throws `KafkaSettingsError`.
    init(
        member: GroupMember, settings: KafkaSettings, clock: any WallClock, reporter: ClientReporter,
        giveUp: @escaping GiveUp
    ) throws(KafkaSettingsError) {
        self.member = member
        self.settings = settings
        self.clock = clock
        self.reporter = reporter
        self.giveUp = giveUp
        guarded = Mutex(Guarded(state: ConsumerState(limits: settings.consumption)))
        handle = try KafkaHandle(.consumer, settings.consumerProperties(group: member.group))
        room = WaitingRoom(handle)
    }

    /// Joins the group; returns when what is published from now on will be delivered; throws `EventBusError`.
    func open() async throws {
        do {
            try PollThread.start { self.poll() }
        } catch {
            room.destroy()
            handle.destroy()
            throw error
        }
        try await opened.wait()
    }

    /// Lets no further handler start; the loop ends when those that run have ended.
    func stop() {
        let closesHere = guarded.withLock { guarded in
            guarded.isStopping = true
            if !guarded.isStarted { guarded.mayClose = true }
            return guarded.mayClose
        }
        signal.raise()
        if closesHere { wakeThread() }
    }

    /// Leaves the group and returns when no handler is running and the position is stored.
    func cancel() async {
        stop()
        await closed.wait()
    }

    /// Ends the waits of the client's thread.
    func wakeThread() {
        room.leave()
        handle.wake()
    }
}
