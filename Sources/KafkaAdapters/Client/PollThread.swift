#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A thread of its own for each client of librdkafka.
///
/// librdkafka hands over deliveries, messages and rebalances through a queue that is waited on by a condition variable,
/// and some of its calls block. Waiting on a thread of Swift's pool would take it from everyone else, and the queue's
/// file descriptor would need an event loop that this module does not otherwise have. So one thread per client waits,
/// whatever the number of calls, and resumes continuations or raises signals. It never runs a handler.
enum PollThread {
    private final class Start {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs the body on a new thread, which ends with it; throws `KafkaSettingsError` when the system gives none.
    static func start(_ body: @escaping @Sendable () -> Void) throws(KafkaSettingsError) {
        let start = Unmanaged.passRetained(Start(body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue().body()
                return nil
            }, start.toOpaque())
        guard code == 0 else {
            start.release()
            throw KafkaSettingsError("the system gives no thread for a Kafka client: error \(code) of pthread_create")
        }
        pthread_detach(thread)
    }
}
