import Glibc
import LoadSupport
import Synchronization

/// A thread that publishes beside the one that watches.
final class PublisherThread: @unchecked Sendable {
    private let body: () throws -> Int
    private var outcome: Result<Int, any Error>?
    private let done = Atomic<Bool>(false)
    private var thread = pthread_t()

    init(_ body: @escaping () throws -> Int) {
        self.body = body
        let context = Unmanaged.passRetained(self).toOpaque()
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let publisher = Unmanaged<PublisherThread>.fromOpaque(context).takeRetainedValue()
                publisher.outcome = Result { try publisher.body() }
                publisher.done.store(true, ordering: .releasing)
                return nil
            }, context)
    }

    var isDone: Bool { done.load(ordering: .acquiring) }

    /// What the thread made, once it has ended.
    func result() throws -> Int {
        pthread_join(thread, nil)
        guard let outcome else { throw LoadError(description: "the publishing thread made nothing") }
        return try outcome.get()
    }
}
