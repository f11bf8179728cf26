internal import Glibc
public import NIOCore
internal import Synchronization

/// A service's lane that whoever has something for the service may enter, on any thread, one at a time.
///
/// The service's own jobs run on the lane's event loop. A connection's thread that has something for the service does
/// it by itself with `enter`: to have it done by another thread costs several times what there is to do. Whoever enters
/// waits until the one before is out, so that what is done within must be short and must not wait.
public final class SharedLane: SerialExecutor {
    private struct Line {
        var jobs: [UnownedJob] = []
        var isCalled = false
    }

    private let home: any EventLoop
    private let line: Mutex<Line> = Mutex(Line())
    /// Held by whoever is in the lane.
    private let turn: Mutex<Void> = Mutex(())
    /// The thread that is in the lane; 0 while nobody is.
    private let occupant: Atomic<UInt> = Atomic(0)

    /// A lane whose own jobs run on that event loop.
    public init(home: any EventLoop) {
        self.home = home
    }

    /// Does something in the lane on this thread, as soon as nobody else is there.
    ///
    /// Within, `assumeIsolated` of the lane's actors holds. Whoever is in the lane must not enter it again.
    public func enter<Answer: Sendable, Failure: Error>(
        _ body: () throws(Failure) -> Answer
    ) throws(Failure) -> Answer {
        precondition(!isHere, "this thread is in the lane already")
        return try turn.withLock { _ throws(Failure) in
            occupant.store(SharedLane.thisThread, ordering: .relaxed)
            defer { occupant.store(0, ordering: .relaxed) }
            return try body()
        }
    }

    /// Runs the job on the lane's event loop.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mustCall = line.withLock { line in
            line.jobs.append(job)
            defer { line.isCalled = true }
            return !line.isCalled
        }
        if mustCall { home.execute { self.runJobs() } }
    }

    private func runJobs() {
        let jobs = line.withLock { line in
            defer { line = Line() }
            return line.jobs
        }
        // One by one, so that others get in between.
        for job in jobs { enter { job.runSynchronously(on: self.asUnownedSerialExecutor()) } }
    }

    /// True when this thread is in the lane.
    public func isIsolatingCurrentContext() -> Bool? { isHere }

    /// Stops the program when this thread is not in the lane.
    public func checkIsolated() {
        precondition(isHere, "this thread is not in the lane")
    }

    private var isHere: Bool { occupant.load(ordering: .relaxed) == SharedLane.thisThread }

    private static var thisThread: UInt { UInt(pthread_self()) }
}
