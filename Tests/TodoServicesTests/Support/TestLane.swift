import Dispatch
import Logging

/// A lane for the actors of a test: jobs run one at a time, in the order in which they come.
final class TestLane: SerialExecutor {
    /// Thousands of lines that tell of changes would hide what a failing test says.
    private static let quietLogs: Void = LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }

    private let queue = DispatchQueue(label: "test-lane")

    init() {
        TestLane.quietLogs
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }
}
