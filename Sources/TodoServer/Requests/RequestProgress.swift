internal import Synchronization

/// How far a request is, for whoever ends those that take too long.
final class RequestProgress: Sendable {
    /// What is being waited for.
    enum Stage: UInt8, AtomicRepresentable, Sendable {
        /// The answer.
        case answering
        /// The rest of the body.
        case reading
    }

    /// Of the request that is being answered, when somebody wants to know.
    @TaskLocal static var current: RequestProgress?

    /// How long the request may take.
    let limit: Duration
    private let now = Atomic<Stage>(.answering)
    private let stageAtExpiry = Mutex<Stage?>(nil)

    init(limit: Duration) {
        self.limit = limit
    }

    /// What is being waited for now.
    var stage: Stage {
        get { now.load(ordering: .relaxed) }
        set { now.store(newValue, ordering: .relaxed) }
    }

    /// What was waited for when the time was over; nil while it is not.
    var expiredAt: Stage? { stageAtExpiry.withLock { $0 } }

    /// The time is over.
    func expire() { stageAtExpiry.withLock { $0 = stage } }
}
